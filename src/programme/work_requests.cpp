#include "programme/work_requests.hpp"

#include "base/text.hpp"
#include "programme/plan_store.hpp"
#include "registry/organisation_refs.hpp"

namespace kunyu::programme {

std::optional<PlanId> plan_parameter(sql::Session& session, identity::QueryReader& query) {
    auto const key = query.text("plan", 64);
    if (!key) return std::nullopt;
    auto const found = find_plan(session, *key);
    if (!found) query.fault("plan", "programme.plan_not_found");
    return found;
}

std::optional<TaskId> task_parameter(sql::Session& session, identity::QueryReader& query) {
    auto const key = query.text("task", 32);
    if (!key) return std::nullopt;
    auto const id = base::parse_id_as<TaskTag>(*key);
    if (id && plan_of(session, *id)) return id;
    query.fault("task", "programme.task_not_found");
    return std::nullopt;
}

std::optional<OrganisationId> unit_parameter(sql::Session& session, identity::QueryReader& query) {
    auto const key = query.text("unit", 64);
    if (!key) return std::nullopt;
    auto const found = registry::find_organisation(session, *key);
    if (!found) query.fault("unit", "programme.unknown_unit", {{"unit", *key}});
    return found;
}

std::optional<std::int64_t> number_of(identity::QueryReader& query, std::string_view name, std::int64_t min,
                                      std::int64_t max) {
    auto const text = query.text(name, 20);
    if (!text) return std::nullopt;
    auto const number = *text == "0" ? std::optional<std::int64_t>(0) : base::parse_id(*text);
    if (number && *number >= min && *number <= max) return number;
    query.fault(name, "base.out_of_range", {{"min", std::to_string(min)}, {"max", std::to_string(max)}});
    return std::nullopt;
}

std::optional<std::string> state_parameter(identity::QueryReader& query, std::vector<WorkState> const& states) {
    std::vector<std::string> words;
    for (auto const state : states) words.emplace_back(to_string(state));
    return query.choice("state", words);
}

http::Response list_answer(boost::json::array items, std::optional<std::string> const& next) {
    boost::json::object body{{"items", std::move(items)}, {"next", base::json_or_null(next)}};
    return http::Response::json(200, boost::json::serialize(body));
}

References references_of(sql::Session& session, identity::Caller const& caller) {
    return References(session, base::day_of(caller.now));
}

}  // namespace kunyu::programme
