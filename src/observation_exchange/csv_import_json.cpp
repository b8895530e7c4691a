#include "observation_exchange/csv_import_json.hpp"

#include "observation_exchange/csv_import_progress.hpp"
#include "observation_files/monitoring_codes.hpp"

namespace kunyu::observation_exchange {
namespace {

namespace json = boost::json;

json::value text_or_null(std::string const& text) {
    return text.empty() ? json::value(nullptr) : json::value(text);
}

json::object name_json(observation_files::CodeName const& name) {
    return {{"zh", name.zh}, {"en", text_or_null(name.en)}};
}

/// What a sensor code says of its stream; null for other names.
json::value sensor_json(std::string const& key) {
    auto const sensor = observation_files::MonitoringCodes::built_in().find(key);
    if (!sensor) return nullptr;
    json::object out{{"content", sensor->code->content},
                     {"code", sensor->code->code},
                     {"name", name_json(sensor->code->name)},
                     {"confirmed", sensor->code->confirmed},
                     {"property", nullptr},
                     {"unit", nullptr},
                     {"symbol", nullptr},
                     {"unit_confirmed", false}};
    if (sensor->field) {
        out["name"] = name_json(sensor->field->name);
        out["property"] = sensor->field->property;
        out["unit"] = text_or_null(sensor->field->unit);
        out["symbol"] = text_or_null(sensor->field->symbol);
        out["unit_confirmed"] = sensor->field->unit_confirmed;
    }
    return out;
}

json::object column_json(observation_files::ColumnGuess const& column) {
    json::array examples;
    for (auto const& example : column.examples) examples.emplace_back(example);
    return {{"name", column.name},
            {"role", observation_files::column_roles[static_cast<std::size_t>(column.role)]},
            {"examples", std::move(examples)}};
}

}  // namespace

json::object to_json(StationCsvMapping const& mapping) {
    return {{"id", mapping.id.value},
            {"version", mapping.version},
            {"station", mapping.thing.value},
            {"name", mapping.name},
            {"mapping", observation_files::to_json(mapping.mapping)},
            {"created_by", mapping.created_by_name},
            {"created_at", base::to_string(mapping.created_at)}};
}

json::object to_json(CsvFileSuggestion const& suggestion) {
    json::array columns, streams;
    for (auto const& column : suggestion.suggestion.columns) columns.push_back(column_json(column));
    for (auto const& key : suggestion.streams)
        streams.push_back(json::object{{"key", key}, {"sensor", sensor_json(key)}});
    return {{"mapping", observation_files::to_json(suggestion.suggestion.mapping)},
            {"columns", std::move(columns)},
            {"streams", std::move(streams)},
            {"ambiguous_date", suggestion.suggestion.ambiguous_date}};
}

json::object to_json(CsvPreview const& preview) {
    json::array rows, errors;
    for (auto const& row : preview.rows)
        rows.push_back(json::object{{"line", row.line},
                                    {"stream", row.stream},
                                    {"time", base::to_string(row.time)},
                                    {"value", row.value},
                                    {"quality", row.quality}});
    for (auto const& error : preview.report.kept_errors) errors.push_back(to_json(error));
    return {{"rows", std::move(rows)},
            {"records", preview.report.records},
            {"values", preview.report.rows},
            {"missing", preview.report.missing},
            {"repeated", preview.report.repeated},
            {"error_count", preview.report.errors},
            {"errors", std::move(errors)}};
}

json::object import_job_json(jobs::Job const& job) {
    return {{"job", job.id.value},
            {"kind", job.kind},
            {"state", jobs::to_string(job.state)},
            {"dry_run", job.parameters.at("dry_run")},
            {"file", job.parameters.at("file")},
            {"station", job.parameters.at("station")},
            {"created_at", base::to_string(job.created_at)}};
}

CsvMappingChange read_csv_mapping_change(base::Reader& reader, CsvMappingNeeds needs) {
    CsvMappingChange change;
    if (needs.name || reader.has("name")) change.name = reader.text("name", {.min = 1, .max = 100});
    auto const* const value = reader.raw("mapping");
    if (!value) {
        if (needs.mapping) reader.fault("mapping", "base.required");
        return change;
    }
    auto mapping = observation_files::read_csv_mapping(*value);
    if (mapping.has_value())
        change.mapping = std::move(*mapping);
    else
        for (auto const& field : mapping.error().fields) reader.fault("mapping" + field.path, field.code, field.params);
    return change;
}

}  // namespace kunyu::observation_exchange
