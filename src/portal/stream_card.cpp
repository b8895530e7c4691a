#include "portal/stream_card.hpp"

#include "portal/month_strip.hpp"
#include "portal/observation_text.hpp"
#include "portal/stream_plot.hpp"
#include "portal/stream_record.hpp"
#include "portal/templates.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

namespace kunyu::portal {
namespace {

namespace json = boost::json;

constexpr int days_drawn = 30;

Data link(std::string const& href, std::string const& label) {
    Data out{Data::type::object};
    out.set("href", href);
    out.set("label", label);
    return out;
}

/// Until when what is observed today is withheld; nothing for a stream without an embargo.
Data embargo(Page const& page, json::value const& stream) {
    if (stream.at("openness") != "embargo") return Data(false);
    auto const days = stream.at("embargo_days").to_number<int>();
    return Data(page.text("embargo_until", {{"days", std::to_string(days)},
                                            {"day", base::to_string(page.site.today().plus_days(days))}}));
}

Data latest(Page const& page, json::value const& stream, json::value const& observation) {
    if (observation.is_null()) return Data(false);
    auto const quality = observation.at("quality").to_number<int>();
    Data out{Data::type::object};
    out.set("value", result_text(page, stream.at("units").as_array(), observation.at("result")));
    out.set("time", moment_text(instant_in(observation.at("time"))));
    out.set("flag", std::to_string(quality));
    out.set("flag_mark", std::string(flag_mark(quality)));
    out.set("flag_text", flag_text(page, quality));
    return out;
}

Data days_table(StreamRecord const& record) {
    Data list{Data::type::list};
    for (auto day = record.first; day < record.after; day = day.plus_days(1)) {
        auto const part = record.on(day);
        if (part.count == 0) continue;
        Data row{Data::type::object};
        row.set("day", base::to_string(day));
        row.set("number", std::to_string(part.count));
        row.set("least", part.min ? number_text(*part.min) : "");
        row.set("mean", part.mean ? number_text(*part.mean) : "");
        row.set("greatest", part.max ? number_text(*part.max) : "");
        list.push_back(row);
    }
    return list;
}

/// Empty parts that are joined over: one value is due in so many.
std::size_t reach_of(json::value const& cadence) {
    constexpr std::int64_t part_seconds = 86'400 / parts_a_day;
    return cadence.is_null() ? 1 : static_cast<std::size_t>(cadence.to_number<std::int64_t>() / part_seconds);
}

struct Stretch {
    base::Day first;
    base::Day after;
    base::Params params() const {
        return {{"from", base::to_string(first)}, {"to", base::to_string(after.plus_days(-1))}};
    }
};

/// The last days up to that of the latest value.
Stretch stretch_of(json::value const& observation) {
    auto const last = base::day_of(instant_in(observation.at("time")));
    return {last.plus_days(1 - days_drawn), last.plus_days(1)};
}

/// Draws the stretch; without what is flagged bad or missing, so that a spike does not flatten the rest.
base::Result<void> add_plot(Page const& page, json::value const& stream, Stretch const& stretch, Data& data) {
    auto const id = std::to_string(stream.at("id").to_number<std::int64_t>());
    KUNYU_TRY(auto const series, page.api.get(page.request, "/api/v1/streams/" + id + "/series",
                                              {{"from", base::to_string(stretch.first)},
                                               {"to", base::to_string(stretch.after)},
                                               {"buckets", std::to_string(days_drawn * parts_a_day)},
                                               {"skip_bad", "true"}}));
    auto const record = read_record(series, stretch.first, stretch.after);
    auto const whole = record.whole();
    if (!whole.min) return {};
    auto params = stretch.params();
    params["least"] = number_text(*whole.min);
    params["greatest"] = number_text(*whole.max);
    params["unit"] = unit_text(stream.at("units").as_array(), 0);
    params["name"] = std::string(stream.at("name").as_string());
    data.set("plot",
             draw_stream_plot(record, reach_of(stream.at("cadence_seconds")), id, page.text("plot_label", params)));
    data.set("days", days_table(record));
    return {};
}

Data downloads(Page const& page, std::string const& id, Stretch const& stretch, std::int64_t count) {
    auto const path = "/api/v1/streams/" + id + "/observations.";
    auto const part = fmt::format("?from={}&to={}", base::to_string(stretch.first), base::to_string(stretch.after));
    Data list{Data::type::list};
    for (auto const& [ending, format] : {std::pair{"csv", "CSV"}, std::pair{"nc", "NetCDF"}})
        list.push_back(
            link(fmt::format("{}{}{}", path, ending, part), page.text("download_days", {{"format", format}})));
    if (count <= most_downloaded)
        for (auto const& [ending, format] : {std::pair{"csv", "CSV"}, std::pair{"nc", "NetCDF"}})
            list.push_back(link(path + ending, page.text("download_all", {{"format", format}})));
    return list;
}

Data facts(Page const& page, json::value const& stream) {
    Data out{Data::type::object};
    auto const id = std::to_string(stream.at("id").to_number<std::int64_t>());
    Data properties{Data::type::list};
    for (auto const& property : stream.at("observed_properties").as_array())
        if (!property.is_null()) properties.push_back(name_data(page, property));
    out.set("id", id);
    out.set("name", free_text(string_in(stream, "name"), page.language()));
    out.set("properties", properties);
    out.set("sensor", stream.at("sensor").is_null() ? Data(false) : name_data(page, stream.at("sensor")));
    out.set("unit", unit_list(stream.at("units").as_array()));
    out.set("cadence", cadence_text(page, stream.at("cadence_seconds")));
    out.set("licence", licence_data(page, string_in(stream, "licence")));
    out.set("openness", page.text("openness_" + string_in(stream, "openness")));
    out.set("embargo", embargo(page, stream));
    out.set("workbench", "/workbench/streams/" + id);
    out.set("sensorthings",
            "/sta/v1.1/" + std::string(stream.at("multi").as_bool() ? "MultiDatastreams(" : "Datastreams(") + id + ")");
    return out;
}

}  // namespace

base::Result<StreamCard> stream_card(Page const& page, json::value const& stream) {
    auto const id = std::to_string(stream.at("id").to_number<std::int64_t>());
    KUNYU_TRY(auto const figures, page.api.get(page.request, "/api/v1/streams/" + id));
    std::int64_t numbers = 0;
    auto data = facts(page, stream);
    auto const& newest = figures.at("latest");
    auto const count = figures.at("count").to_number<std::int64_t>();
    data.set("latest", latest(page, stream, newest));
    data.set("count", std::to_string(count));
    data.set("extent", extent_text(page, figures.at("extent")));
    data.set("plot", false);
    data.set("days", false);
    data.set("downloads", false);
    data.set("stretch_text", "");
    if (!newest.is_null() && newest.at("result").is_number()) {
        auto const stretch = stretch_of(newest);
        KUNYU_TRY_VOID(add_plot(page, stream, stretch, data));
        data.set("stretch_text", page.text("plot_days", stretch.params()));
        data.set("downloads", downloads(page, id, stretch, count));
        numbers = count;
    }
    KUNYU_TRY(auto const months, month_strip(page, id, figures.at("readable_until")));
    data.set("months", months);
    return StreamCard{render("stream", data, page.language()), numbers};
}

}  // namespace kunyu::portal
