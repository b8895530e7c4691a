#include "observation_exchange/export_wish.hpp"

#include "observations/series_query.hpp"

#include <algorithm>

namespace kunyu::observation_exchange {
namespace {

namespace json = boost::json;

json::value moment_json(std::optional<base::Instant> const& moment) {
    return moment ? json::value(moment->microseconds) : json::value(nullptr);
}

std::optional<base::Instant> moment_from(json::value const& value) {
    return value.is_null() ? std::nullopt : std::optional(base::Instant{value.as_int64()});
}

}  // namespace

std::string_view to_string(ExportFormat format) {
    return format == ExportFormat::csv ? "csv" : "nc";
}

std::optional<ExportFormat> parse_export_format(std::string_view word) {
    if (word == "csv") return ExportFormat::csv;
    if (word == "nc") return ExportFormat::netcdf;
    return std::nullopt;
}

ExportWish read_export_query(identity::QueryReader& query) {
    ExportWish wish;
    observations::read_range(query, wish.from, wish.to);
    wish.as_of = observations::moment_in(query, "as_of");
    wish.skip_bad = query.boolean("skip_bad").value_or(false);
    wish.calibrated = query.boolean("calibrated").value_or(false);
    return wish;
}

json::object to_json(ExportWish const& wish) {
    json::array series;
    for (auto const& [stream, end] : wish.series)
        series.push_back(json::object{{"stream", stream.value}, {"end", end.microseconds}});
    return {{"series", std::move(series)},      {"format", to_string(wish.format)},
            {"from", moment_json(wish.from)},   {"to", moment_json(wish.to)},
            {"as_of", moment_json(wish.as_of)}, {"skip_bad", wish.skip_bad},
            {"calibrated", wish.calibrated},    {"language", base::to_string(wish.language)}};
}

ExportWish export_wish_from(json::object const& parameters) {
    ExportWish wish;
    for (auto const& one : parameters.at("series").as_array())
        wish.series.push_back({{one.at("stream").as_int64()}, {one.at("end").as_int64()}});
    wish.format = parse_export_format(std::string_view(parameters.at("format").as_string())).value();
    wish.from = moment_from(parameters.at("from"));
    wish.to = moment_from(parameters.at("to"));
    wish.as_of = moment_from(parameters.at("as_of"));
    wish.skip_bad = parameters.at("skip_bad").as_bool();
    wish.calibrated = parameters.at("calibrated").as_bool();
    wish.language = base::parse_language(std::string_view(parameters.at("language").as_string())).value();
    return wish;
}

archive::TimeRange range_of(ExportWish const& wish, ExportWish::Series const& series) {
    archive::TimeRange range;
    if (wish.from) range.from = wish.from->microseconds;
    range.to = series.end.microseconds;
    if (wish.to) range.to = std::min(range.to, wish.to->microseconds);
    return range;
}

archive::ReadOptions options_of(ExportWish const& wish) {
    archive::ReadOptions options;
    if (wish.as_of) options.as_of = wish.as_of->microseconds;
    options.skip_bad = wish.skip_bad;
    return options;
}

}  // namespace kunyu::observation_exchange
