#include "registry/category_routes.hpp"

#include "base/json.hpp"
#include "identity/query.hpp"
#include "registry/category.hpp"
#include "registry/platform_json.hpp"
#include "registry/platform_store.hpp"

namespace kunyu::registry {
namespace {

namespace json = boost::json;

json::array states_json(std::vector<State> const& states) {
    json::array list;
    for (auto const state : states) list.push_back(json::value(to_string(state)));
    return list;
}

json::array fields_json(QuotaTable const* table) {
    json::array fields;
    if (!table) return fields;
    for (auto const& field : table->fields) {
        json::array directions;
        for (auto const& direction : field.directions)
            directions.push_back(json::object{{"id", direction.id}, {"name", name_json(direction.name)}});
        fields.push_back(json::object{{"id", field.id},
                                      {"name", name_json(field.name)},
                                      {"quota", field.quota},
                                      {"open_list", field.open_list},
                                      {"directions", std::move(directions)}});
    }
    return fields;
}

json::object step_json(Catalogue const& catalogue, Step const& step) {
    json::array required;
    for (auto const& requirement : step.requirements) required.push_back(json::value(requirement));
    json::array conditions;
    for (auto const& condition : step.conditions)
        conditions.push_back(json::object{{"id", condition}, {"name", term_name(catalogue.conditions, condition)}});
    return {{"step", to_string(step.event)},
            {"name", term_name(catalogue.events, to_string(step.event))},
            {"from", states_json(step.from)},
            {"to", states_json(step.to)},
            {"requires", std::move(required)},
            {"conditions", std::move(conditions)},
            {"within_months", base::json_or_null(step.within_months)},
            {"basis", step.origin.basis},
            {"source", step.origin.source}};
}

/// Whole numbers as numbers, others ("03-31") as text.
json::value period_value(std::optional<std::string> const& value) {
    if (!value) return nullptr;
    auto const number = base::parse_id(*value);
    return number ? json::value(*number) : json::value(*value);
}

json::object period_json(Period const& period) {
    return {{"id", period.id},
            {"name", name_json(period.name)},
            {"value", period_value(period.value)},
            {"unit", period.unit},
            {"basis", period.origin.basis},
            {"source", period.origin.source},
            {"note", base::json_or_null(period.note)}};
}

json::object category_json(Catalogue const& catalogue, Category const& category) {
    auto const* table = catalogue.table(category.id);
    json::array steps;
    for (auto const& step : category.steps) steps.push_back(step_json(catalogue, step));
    json::array terms;
    for (auto const& period : category.periods) terms.push_back(period_json(period));
    return {{"id", category.id},
            {"level", category.level},
            {"name", name_json(category.name)},
            {"table", table ? json::value(table->number) : json::value(nullptr)},
            {"quota", table ? json::value(table->total) : json::value(nullptr)},
            {"baseline", base::json_or_null(catalogue.baseline_of(category.id))},
            {"counted_states", states_json(category.counts)},
            {"reserved_states", states_json(category.reserves)},
            {"fields", fields_json(table)},
            {"steps", std::move(steps)},
            {"terms", std::move(terms)},
            {"basis", category.origin.basis},
            {"source", category.origin.source}};
}

json::array words_json(std::vector<Term> const& terms, char const* key) {
    json::array words;
    for (auto const& term : terms) words.push_back(json::object{{key, term.id}, {"name", name_json(term.name)}});
    return words;
}

base::Result<http::Response> list(sql::Session& session, identity::Caller const& caller, http::Request const& request) {
    identity::QueryReader query(request);
    auto const as_of = query.day("as_of").value_or(base::day_of(caller.now));
    KUNYU_TRY_VOID(query.finish());
    auto const rules = load_rules(session);
    if (rules->empty()) return base::refuse("registry.no_rules");
    auto const& catalogue = rules->for_reading(as_of);
    json::array items;
    for (auto const& category : catalogue.categories) items.push_back(category_json(catalogue, category));
    json::object const body{{"as_of", base::to_string(as_of)},
                            {"states", words_json(catalogue.states, "state")},
                            {"events", words_json(catalogue.events, "type")},
                            {"items", std::move(items)},
                            {"next", nullptr}};
    return http::Response::json(200, json::serialize(body));
}

}  // namespace

void add_category_routes(http::Router& router, identity::Gate const& gate) {
    http::RouteOptions options;
    options.action = "category.read";
    gate.read(router, http::Method::get, "/api/v1/categories", options, list);
}

}  // namespace kunyu::registry
