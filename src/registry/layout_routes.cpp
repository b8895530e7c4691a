#include "registry/layout_routes.hpp"

#include "base/json.hpp"
#include "identity/query.hpp"
#include "registry/layout.hpp"
#include "registry/organisation_refs.hpp"
#include "registry/platform_json.hpp"
#include "registry/platform_store.hpp"

#include <map>

namespace kunyu::registry {
namespace {

namespace json = boost::json;
using http::Request;
using http::Response;
using identity::Caller;
using identity::QueryReader;

Response answer(json::object const& body) {
    return Response::json(200, json::serialize(body));
}

json::object row_json(Catalogue const& catalogue, LayoutRow const& row) {
    auto const* category = catalogue.category(row.table->category);
    bool const is_field = row.field != nullptr && !row.field->id.empty();
    return {{"category", row.table->category},
            {"category_name", name_json(category ? category->name : Name{row.table->category, std::nullopt})},
            {"table", row.table->number},
            {"field", is_field ? json::value(row.field->id) : json::value(nullptr)},
            {"field_name", is_field ? json::value(name_json(row.field->name)) : json::value(nullptr)},
            {"quota", row.quota},
            {"counted", row.tally.counted},
            {"reserved", row.tally.reserved},
            {"free", row.free()},
            {"over", row.over()},
            {"known_by_name", row.known_by_name},
            {"samples", row.samples},
            {"baseline", base::json_or_null(row.baseline)}};
}

json::value rule_set_json(Catalogue const* catalogue) {
    if (!catalogue) return nullptr;
    return json::object{{"id", catalogue->id},
                        {"document_number", catalogue->number},
                        {"valid_from", base::to_string(catalogue->valid_from)},
                        {"valid_to", base::json_or_null(catalogue->valid_to)}};
}

json::value incubated_baseline(Catalogue const& catalogue) {
    for (auto const& count : catalogue.baseline)
        if (count.state == State::incubating) return count.count;
    return nullptr;
}

base::Result<Response> read(sql::Session& session, Caller const& caller, Request const& request) {
    QueryReader query(request);
    auto const as_of = query.day("as_of").value_or(base::day_of(caller.now));
    KUNYU_TRY_VOID(query.finish());
    auto const rules = load_rules(session);
    if (rules->empty()) return base::refuse("registry.no_rules");
    auto const layout = read_layout(session, *rules, as_of);
    auto const& catalogue = *layout.read_by;
    json::array items;
    for (auto const& row : layout.rows) items.push_back(row_json(catalogue, row));
    return answer(
        {{"as_of", base::to_string(as_of)},
         {"basis", catalogue.origin.basis},
         {"rule_set", rule_set_json(layout.in_force)},
         {"target_by", layout.in_force ? json::value(base::to_string(catalogue.target_by)) : json::value(nullptr)},
         {"incubated", json::object{{"baseline", incubated_baseline(catalogue)}, {"known_by_name", layout.incubated}}},
         {"ceiling", json::object{{"total_ceiling", layout.ceiling.quota},
                                  {"counted", layout.ceiling.tally.counted},
                                  {"reserved", layout.ceiling.tally.reserved},
                                  {"free", layout.ceiling.free()},
                                  {"over", layout.ceiling.over()},
                                  {"samples", layout.ceiling.samples}}},
         {"items", std::move(items)},
         {"next", nullptr}});
}

PlatformFilter drill_filter(base::Day as_of, std::string const& category, std::string const& field,
                            std::optional<std::string> standing) {
    PlatformFilter filter;
    filter.as_of = as_of;
    filter.categories = {category};
    if (field == "none")
        filter.fields = {""};
    else if (field != "all")
        filter.fields = {field};
    filter.standing = std::move(standing);
    return filter;
}

json::object drill_item(json::object const& summary, PlatformRow const& row, base::Language language) {
    auto const reason = "registry.counting_" + row.reason;
    return {{"platform", json::object{{"id", row.id.value}, {"code", row.code}, {"name", name_json(row.name)}}},
            {"field", summary.at("field")},
            {"hosts", summary.at("hosts")},
            {"state", to_string(row.state)},
            {"state_name", summary.at("state_name")},
            {"since", row.since},
            {"confidence", base::json_or_null(row.confidence)},
            {"sample", row.sample},
            {"standing", row.standing},
            {"reason", reason},
            {"reason_text", base::Messages::instance().text(reason, language)}};
}

base::Result<Response> drill(sql::Session& session, Caller const& caller, Request const& request) {
    QueryReader query(request);
    auto const as_of = query.day("as_of").value_or(base::day_of(caller.now));
    auto const standing = query.choice("standing", {"counted", "reserved", "not_counted"});
    auto const cursor = query.cursor();
    auto const limit = query.limit();
    KUNYU_TRY_VOID(query.finish());
    auto const rules = load_rules(session);
    if (rules->empty()) return base::refuse("registry.no_rules");
    auto const& category = request.path_parameter("category");
    auto const& field = request.path_parameter("field");
    KUNYU_TRY(auto const row, read_row(session, *rules, as_of, category, field));
    KUNYU_TRY(auto const page, list_platforms(session, drill_filter(as_of, category, field, standing),
                                              PlatformOrder::code, cursor, limit));
    auto const summaries = summaries_json(session, *rules, as_of, page.rows);
    json::array items;
    for (std::size_t i = 0; i < page.rows.size(); ++i)
        items.push_back(drill_item(summaries[i].as_object(), page.rows[i], request.language));
    return answer({{"as_of", base::to_string(as_of)},
                   {"row", row_json(rules->for_reading(as_of), row)},
                   {"items", std::move(items)},
                   {"next", base::json_or_null(page.next)}});
}

std::int64_t quota_on(RuleBook const& rules, std::string const& category, std::optional<std::string> const& field,
                      base::Day day) {
    auto const& catalogue = rules.for_reading(day);
    if (field) {
        auto const* found = catalogue.field(category, *field);
        return found ? found->quota : 0;
    }
    auto const* table = catalogue.table(category);
    return table ? table->total : 0;
}

json::array causes_json(std::vector<HistoryCause> const& causes, base::Day on,
                        std::map<PlatformId, PlatformReference> const& platforms) {
    json::array list;
    for (auto const& cause : causes)
        if (cause.on == on && platforms.contains(cause.platform))
            list.push_back(json::object{{"platform", to_json(platforms.at(cause.platform))},
                                        {"type", to_string(cause.type)},
                                        {"change", cause.change}});
    return list;
}

base::Result<Response> history(sql::Session& session, Caller const& caller, Request const& request) {
    QueryReader query(request);
    auto const category = query.text("category", 64);
    auto const field = query.text("field", 64);
    auto const rules = load_rules(session);
    if (rules->empty()) return base::refuse("registry.no_rules");
    auto const from = query.day("from").value_or(rules->all().front()->valid_from);
    auto const to = query.day("to").value_or(base::day_of(caller.now));
    if (!category) query.fault("category", "base.required");
    if (to < from) query.fault("to", "registry.days_out_of_order");
    KUNYU_TRY_VOID(query.finish());
    if (quota_on(*rules, *category, field, to) == 0)
        return base::refuse_field(field ? "field" : "category", "registry.unknown_row");
    auto const causes = history_causes(session, *category, field, from, to);
    std::vector<PlatformId> ids;
    for (auto const& cause : causes) ids.push_back(cause.platform);
    auto const platforms = platform_refs(session, ids);
    json::array items;
    for (auto const& step : layout_history(session, *category, field, from, to))
        items.push_back(json::object{{"on", base::to_string(step.on)},
                                     {"quota", quota_on(*rules, *category, field, step.on)},
                                     {"counted", step.tally.counted},
                                     {"reserved", step.tally.reserved},
                                     {"events", causes_json(causes, step.on, platforms)}});
    return answer({{"category", *category},
                   {"field", base::json_or_null(field)},
                   {"from", base::to_string(from)},
                   {"to", base::to_string(to)},
                   {"items", std::move(items)},
                   {"next", nullptr}});
}

base::Result<Response> directions(sql::Session& session, Caller const& caller, Request const& request) {
    QueryReader query(request);
    auto const as_of = query.day("as_of").value_or(base::day_of(caller.now));
    auto const category = query.text("category", 64);
    KUNYU_TRY_VOID(query.finish());
    auto const rules = load_rules(session);
    if (rules->empty()) return base::refuse("registry.no_rules");
    auto const cover = direction_cover(session, *rules, as_of, category);
    std::vector<PlatformId> ids;
    for (auto const& item : cover) ids.insert(ids.end(), item.platforms.begin(), item.platforms.end());
    auto const refs = platform_refs(session, ids);
    json::array items;
    for (auto const& item : cover) {
        json::array platforms;
        for (auto const id : item.platforms) platforms.push_back(to_json(refs.at(id)));
        items.push_back(json::object{
            {"category", item.table->category},
            {"table", item.table->number},
            {"field", item.field->id},
            {"direction", json::object{{"id", item.direction->id}, {"name", name_json(item.direction->name)}}},
            {"covered", !item.platforms.empty()},
            {"platforms", std::move(platforms)}});
    }
    return answer({{"as_of", base::to_string(as_of)}, {"items", std::move(items)}, {"next", nullptr}});
}

/// One line of the matrix: every category in order, zero where there is none.
json::object province_json(Catalogue const& catalogue, Province const* province,
                           std::map<std::pair<std::string, std::string>, ProvinceCount> const& counts) {
    std::string const code = province ? province->code : "";
    json::array cells;
    std::int64_t known = 0;
    std::int64_t counted = 0;
    for (auto const& category : catalogue.categories) {
        auto const found = counts.find({code, category.id});
        auto const cell = found == counts.end() ? ProvinceCount{} : found->second;
        cells.push_back(json::object{{"category", category.id}, {"known", cell.known}, {"counted", cell.counted}});
        known += cell.known;
        counted += cell.counted;
    }
    return {{"province", province ? json::value(code) : json::value(nullptr)},
            {"name", province ? name_json(province->name) : name_json({"未知", "Unknown"})},
            {"region", province ? json::value(term_name(catalogue.regions, province->region)) : json::value(nullptr)},
            {"counts", std::move(cells)},
            {"known", known},
            {"counted", counted}};
}

base::Result<Response> provinces(sql::Session& session, Caller const& caller, Request const& request) {
    QueryReader query(request);
    auto const as_of = query.day("as_of").value_or(base::day_of(caller.now));
    KUNYU_TRY_VOID(query.finish());
    auto const rules = load_rules(session);
    if (rules->empty()) return base::refuse("registry.no_rules");
    auto const& catalogue = rules->for_reading(as_of);
    std::map<std::pair<std::string, std::string>, ProvinceCount> counts;
    for (auto const& count : province_counts(session, as_of)) counts[{count.province, count.category}] = count;
    json::array categories;
    for (auto const& category : catalogue.categories)
        categories.push_back(json::object{{"category", category.id}, {"name", name_json(category.name)}});
    json::array items;
    for (auto const& province : catalogue.provinces) items.push_back(province_json(catalogue, &province, counts));
    items.push_back(province_json(catalogue, nullptr, counts));
    return answer({{"as_of", base::to_string(as_of)},
                   {"categories", std::move(categories)},
                   {"items", std::move(items)},
                   {"next", nullptr}});
}

}  // namespace

void add_layout_routes(http::Router& router, identity::Gate const& gate) {
    using http::Method;
    http::RouteOptions options;
    options.action = "layout.read";
    gate.read(router, Method::get, "/api/v1/layout", options, read);
    gate.read(router, Method::get, "/api/v1/layout/history", options, history);
    gate.read(router, Method::get, "/api/v1/layout/directions", options, directions);
    gate.read(router, Method::get, "/api/v1/layout/provinces", options, provinces);
    gate.read(router, Method::get, "/api/v1/layout/{category}/{field}", options, drill);
}

}  // namespace kunyu::registry
