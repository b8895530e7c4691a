#include "observation_exchange/csv_import_progress.hpp"

namespace kunyu::observation_exchange {
namespace {

namespace json = boost::json;
using observation_files::CsvRowError;

std::uint64_t count(json::object const& object, std::string_view key) {
    return object.at(key).to_number<std::uint64_t>();
}

}  // namespace

json::object to_checkpoint(CsvImportProgress const& progress) {
    json::object by_code;
    for (auto const& [code, number] : progress.read.errors_by_code) by_code[code] = number;
    json::array errors;
    for (auto const& error : progress.read.kept_errors)
        errors.push_back(json::array{error.line, error.column, error.value, error.code});
    return {{"offset", progress.place.offset},
            {"line", progress.place.line},
            {"added", progress.added},
            {"known", progress.known},
            {"records", progress.read.records},
            {"rows", progress.read.rows},
            {"missing", progress.read.missing},
            {"repeated", progress.read.repeated},
            {"repeats_exact", progress.read.repeats_exact},
            {"errors", progress.read.errors},
            {"errors_by_code", std::move(by_code)},
            {"kept_errors", std::move(errors)}};
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
    return progress;
}

json::object to_summary(CsvImportProgress const& progress) {
    return {{"records", progress.read.records}, {"values", progress.read.rows},
            {"added", progress.added},          {"known", progress.known},
            {"missing", progress.read.missing}, {"repeated", progress.read.repeated},
            {"errors", progress.read.errors}};
}

json::object to_json(CsvRowError const& error) {
    auto const column = error.column == 0 ? json::value(nullptr) : json::value("#" + std::to_string(error.column));
    auto const value = error.value.empty() ? json::value(nullptr) : json::value(error.value);
    return {{"sheet", nullptr}, {"row", error.line},  {"column", column},
            {"value", value},   {"rule", error.code}, {"params", json::object{{"value", error.value}}}};
}

}  // namespace kunyu::observation_exchange
