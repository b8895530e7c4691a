#include "operations/job_json.hpp"

#include "base/json.hpp"
#include "files/file_json.hpp"
#include "operations/account_ref.hpp"

namespace kunyu::operations {
namespace {

namespace json = boost::json;

/// {"zh", "en"} of the message jobs.kind.<kind>; the kind itself where nobody has named it.
json::object title_of(std::string const& kind) {
    auto const& messages = base::Messages::instance();
    auto const code = "jobs.kind." + kind;
    if (!messages.contains(code)) return base::to_json_name(kind, std::nullopt);
    return base::to_json_name(messages.text(code, base::Language::zh), messages.text(code, base::Language::en));
}

/// A member of the job's parameters; null when it has none of that name.
json::value parameter(jobs::Job const& job, std::string_view name) {
    auto const* object = job.parameters.if_object();
    auto const* value = object == nullptr ? nullptr : object->if_contains(name);
    return value == nullptr ? json::value(nullptr) : *value;
}

json::value input_file(sql::Session& session, jobs::Job const& job) {
    auto const id = parameter(job, "file");
    if (!id.is_int64()) return nullptr;
    auto const file = files::Store::find(session, {id.as_int64()});
    return file ? json::value(files::to_json(*file)) : json::value(nullptr);
}

json::value problem_of(http::Request const& request, jobs::Job const& job) {
    if (!job.refusal) return nullptr;
    return json::parse(http::problem(request, *job.refusal).body);
}

base::Params params_of(json::object const& error) {
    base::Params params;
    auto const* noted = error.if_contains("params");
    if (noted == nullptr || !noted->is_object()) return params;
    for (auto const& member : noted->get_object())
        if (member.value().is_string()) params[std::string(member.key())] = std::string(member.value().get_string());
    return params;
}

json::value member_of(json::object const& error, std::string_view name) {
    auto const* value = error.if_contains(name);
    return value == nullptr ? json::value(nullptr) : *value;
}

documents::Cell cell_of(json::value const& value) {
    if (value.is_int64()) return value.get_int64();
    if (value.is_string()) return std::string(value.get_string());
    return {};
}

}  // namespace

json::object job_json(sql::Session& session, http::Request const& request, jobs::Job const& job) {
    auto const dry_run = parameter(job, "dry_run");
    auto const total = job.steps_total == 0 ? json::value(nullptr) : json::value(job.steps_total);
    return {{"id", job.id.value},
            {"kind", job.kind},
            {"state", jobs::to_string(job.state)},
            {"title", title_of(job.kind)},
            {"progress", {{"done", job.steps_done}, {"total", total}, {"unit", "rows"}}},
            {"dry_run", dry_run.is_bool() && dry_run.get_bool()},
            {"file", input_file(session, job)},
            {"created_by", account_ref(session, job.requested_by, job.requested_by_name)},
            {"created_at", base::to_string(job.created_at)},
            {"started_at", base::json_or_null(job.started_at)},
            {"finished_at", base::json_or_null(job.finished_at)},
            {"result", job.summary},
            {"error_count", job.error_count},
            {"problem", problem_of(request, job)}};
}

json::array job_errors_json(json::array const& noted, base::Language language) {
    json::array items;
    for (auto const& value : noted) {
        auto const& error = value.as_object();
        auto const rule = std::string(error.at("rule").as_string());
        items.push_back({{"sheet", member_of(error, "sheet")},
                         {"row", member_of(error, "row")},
                         {"column", member_of(error, "column")},
                         {"value", member_of(error, "value")},
                         {"rule", rule},
                         {"message", base::Messages::instance().text(rule, language, params_of(error))}});
    }
    return items;
}

documents::Table job_errors_table(json::array const& noted, base::Language language) {
    auto const title = [language](std::string const& key) {
        return base::Messages::instance().text("operations.error_" + key, language);
    };
    documents::Table table;
    table.title = title("title");
    table.file_stem = "errors";
    for (auto const* key : {"sheet", "row", "column", "value", "rule", "message"})
        table.columns.push_back(
            {key, title(key),
             std::string_view(key) == "row" ? documents::ColumnType::integer : documents::ColumnType::text, 0});
    for (auto const& value : job_errors_json(noted, language)) {
        std::vector<documents::Cell> row;
        for (auto const& column : table.columns) row.push_back(cell_of(value.as_object().at(column.key)));
        table.rows.push_back(std::move(row));
    }
    return table;
}

}  // namespace kunyu::operations
