#include "observations/csv_import_progress.hpp"

namespace kunyu::observations {
namespace {

namespace json = boost::json;
using observation_files::CsvReport;
using observation_files::CsvRowError;

json::object counts_json(CsvReport const& report) {
    json::object by_code;
    for (auto const& [code, count] : report.errors_by_code) by_code[code] = count;
    return {{"records", report.records},
            {"rows", report.rows},
            {"missing", report.missing},
            {"repeated", report.repeated},
            {"repeats_exact", report.repeats_exact},
            {"errors", report.errors},
            {"errors_by_code", std::move(by_code)}};
}

json::array rows_json(std::vector<CsvImportProgress::ShownRow> const& rows) {
    json::array out;
    for (auto const& row : rows)
        out.push_back(json::object{{"stream", row.stream},
                                   {"time", base::to_string(row.time)},
                                   {"value", row.value},
                                   {"quality", row.quality}});
    return out;
}

std::uint64_t count(json::object const& object, std::string_view key) {
    return object.at(key).to_number<std::uint64_t>();
}

}  // namespace

json::object to_checkpoint(CsvImportProgress const& progress) {
    auto checkpoint = counts_json(progress.read);
    checkpoint["offset"] = progress.place.offset;
    checkpoint["line"] = progress.place.line;
    checkpoint["added"] = progress.added;
    checkpoint["known"] = progress.known;
    checkpoint["first_rows"] = rows_json(progress.first_rows);
    auto& errors = (checkpoint["kept_errors"] = json::array()).get_array();
    for (auto const& error : progress.read.kept_errors)
        errors.push_back(json::array{error.line, error.column, error.value, error.code});
    return checkpoint;
}

CsvImportProgress from_checkpoint(json::object const& checkpoint) {
    CsvImportProgress progress;
    progress.place = {count(checkpoint, "offset"), count(checkpoint, "line")};
    progress.added = count(checkpoint, "added");
    progress.known = count(checkpoint, "known");
    progress.read.records = count(checkpoint, "records");
    progress.read.rows = count(checkpoint, "rows");
    progress.read.missing = count(checkpoint, "missing");
    progress.read.repeated = count(checkpoint, "repeated");
    progress.read.repeats_exact = checkpoint.at("repeats_exact").as_bool();
    progress.read.errors = count(checkpoint, "errors");
    auto const& by_code = checkpoint.at("errors_by_code").as_object();
    for (auto const& [code, number] : by_code)
        progress.read.errors_by_code[std::string(code)] = number.to_number<std::uint64_t>();
    for (auto const& value : checkpoint.at("kept_errors").as_array()) {
        auto const& error = value.as_array();
        progress.read.kept_errors.push_back({error[0].to_number<std::uint64_t>(), error[1].to_number<std::size_t>(),
                                             json::value_to<std::string>(error[2]),
                                             json::value_to<std::string>(error[3])});
    }
    for (auto const& value : checkpoint.at("first_rows").as_array()) {
        auto const& row = value.as_object();
        progress.first_rows.push_back({json::value_to<std::string>(row.at("stream")),
                                       *base::parse_instant(json::value_to<std::string>(row.at("time"))),
                                       row.at("value").to_number<double>(),
                                       row.at("quality").to_number<std::uint8_t>()});
    }
    return progress;
}

json::object to_summary(CsvImportProgress const& progress, bool dry_run) {
    auto summary = counts_json(progress.read);
    summary["dry_run"] = dry_run;
    summary["added"] = progress.added;
    summary["known"] = progress.known;
    summary["first_rows"] = rows_json(progress.first_rows);
    return summary;
}

json::object to_json(CsvRowError const& error) {
    auto const column = error.column == 0 ? json::value(nullptr) : json::value("#" + std::to_string(error.column));
    auto const value = error.value.empty() ? json::value(nullptr) : json::value(error.value);
    return {{"sheet", nullptr}, {"row", error.line},  {"column", column},
            {"value", value},   {"rule", error.code}, {"params", json::object{{"value", error.value}}}};
}

}  // namespace kunyu::observations
