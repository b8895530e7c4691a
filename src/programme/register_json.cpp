#include "programme/register_json.hpp"

#include "base/json.hpp"
#include "registry/application_attachments.hpp"
#include "registry/organisation_refs.hpp"
#include "sql/filter.hpp"

namespace kunyu::programme {

namespace json = boost::json;

json::object plan_ref_json(sql::Session& session, PlanId plan) {
    auto const row = session.first("SELECT slug, name_zh, name_en FROM plan WHERE id = ?", plan);
    return {
        {"id", plan.value}, {"slug", row->text(0)}, {"name", base::to_json_name(row->text(1), row->optional_text(2))}};
}

json::array task_refs_json(sql::Session& session, std::vector<TaskId> const& tasks) {
    json::array out;
    if (tasks.empty()) return out;
    sql::Where where;
    where.add_in("id", tasks);
    auto const rows = session.query_with(
        "SELECT id, number, title_zh, title_en FROM plan_task" + where.text() + " ORDER BY number", where.args());
    for (auto const& row : rows)
        out.push_back(json::object{{"id", row.integer(0)},
                                   {"number", row.integer(1)},
                                   {"title", base::to_json_name(row.text(2), row.optional_text(3))}});
    return out;
}

json::value task_ref_json(sql::Session& session, std::optional<TaskId> task) {
    if (!task) return nullptr;
    auto refs = task_refs_json(session, {*task});
    return refs.empty() ? json::value(nullptr) : std::move(refs.front());
}

json::array unit_refs_json(sql::Session& session, std::vector<OrganisationId> const& units) {
    auto const refs = registry::organisation_refs(session, units);
    json::array out;
    for (auto const unit : units)
        if (auto const found = refs.find(unit); found != refs.end()) out.push_back(registry::to_json(found->second));
    return out;
}

json::value unit_ref_json(sql::Session& session, OrganisationId unit) {
    auto refs = unit_refs_json(session, {unit});
    return refs.empty() ? json::value(nullptr) : std::move(refs.front());
}

json::object entry_json(sql::Session& session, std::int64_t id, RegisterEntry const& entry) {
    return {{"id", id},
            {"plan", plan_ref_json(session, entry.plan)},
            {"sample", entry.sample},
            {"created_by", registry::account_json(session, entry.created_by, entry.created_by_name)},
            {"created_at", base::to_string(entry.created_at)},
            {"updated_at", base::to_string(entry.updated_at)},
            {"version", entry.version}};
}

json::array texts_json(std::vector<std::string> const& texts) {
    return json::array(texts.begin(), texts.end());
}

json::array numbers_json(std::vector<std::int64_t> const& numbers) {
    return json::array(numbers.begin(), numbers.end());
}

json::value text_or_null(std::string const& text) {
    return text.empty() ? json::value(nullptr) : json::value(text);
}

}  // namespace kunyu::programme
