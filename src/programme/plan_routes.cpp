#include "programme/plan_routes.hpp"

#include "identity/query.hpp"
#include "packs/files.hpp"
#include "programme/plan_json.hpp"
#include "registry/application_requests.hpp"
#include "registry/reference_input.hpp"

namespace kunyu::programme {
namespace {

namespace json = boost::json;
using http::Request;
using http::Response;
using identity::Caller;
using registry::json_route;
using registry::path_id;
using registry::reading_route;

constexpr base::TextRule reason_rule{.min = 2, .max = 1000, .multiline = true};
constexpr base::TextRule title_rule{.min = 1, .max = 200, .multiline = false};

/// `as_of`, today when absent; nothing else may be asked.
base::Result<base::Day> as_of(Caller const& caller, Request const& request) {
    identity::QueryReader query(request);
    auto const day = query.day("as_of").value_or(base::day_of(caller.now));
    KUNYU_TRY_VOID(query.finish());
    return day;
}

Response answer(json::object const& body) {
    return Response::json(200, json::serialize(body));
}

base::Result<Response> list(sql::Session& session, Caller const& caller, Request const& request) {
    KUNYU_TRY(auto const day, as_of(caller, request));
    json::array items;
    for (auto const& plan : list_plans(session, day)) items.push_back(to_json(plan, session, day));
    return answer({{"as_of", base::to_string(day)}, {"items", std::move(items)}, {"next", nullptr}});
}

base::Result<Response> read(sql::Session& session, Caller const& caller, Request const& request) {
    KUNYU_TRY(auto const day, as_of(caller, request));
    KUNYU_TRY(auto const plan, plan_of_path(session, request, day));
    return registry::resource(200, to_json(plan, session, day), plan.version, {});
}

base::Result<Response> tasks(sql::Session& session, Caller const& caller, Request const& request) {
    KUNYU_TRY(auto const day, as_of(caller, request));
    KUNYU_TRY(auto const plan, plan_of_path(session, request, day));
    auto const loaded = load_tasks(session, plan, day);
    auto const context = load_context(session, loaded, day);
    json::array items;
    for (auto const& task : loaded) items.push_back(to_json(task, context));
    return answer({{"plan", plan.slug},
                   {"as_of", base::to_string(day)},
                   {"reading", to_string(plan.setting.reading)},
                   {"items", std::move(items)},
                   {"next", nullptr}});
}

Response task_answer(sql::Session& session, Task const& task, base::Day day) {
    auto const plan = load_plan(session, task.plan, day);
    auto body = to_json(task, load_context(session, {task}, day));
    body["plan"] =
        json::object{{"id", plan->id.value}, {"slug", plan->slug}, {"name", registry::name_json(plan->name)}};
    body["as_of"] = base::to_string(day);
    return registry::resource(200, body, task.version, {});
}

base::Result<Response> task(sql::Session& session, Caller const& caller, Request const& request) {
    KUNYU_TRY(auto const day, as_of(caller, request));
    KUNYU_TRY(auto const id, path_id(request, "programme.task_not_found"));
    auto const found = load_task(session, TaskId{id}, day);
    if (!found) return base::refuse("programme.task_not_found");
    return task_answer(session, *found, day);
}

Response milestone_answer(sql::Session& session, Milestone const& milestone, base::Day day) {
    auto body = to_json(milestone, day);
    body["task"] = milestone.task.value;
    json::array dues;
    for (auto const& due : load_dues(session, milestone.id)) dues.push_back(to_json(due));
    body["dues"] = std::move(dues);
    return registry::resource(200, body, milestone.version, {});
}

base::Result<Response> milestone(sql::Session& session, Caller const& caller, Request const& request) {
    KUNYU_TRY(auto const day, as_of(caller, request));
    KUNYU_TRY(auto const id, path_id(request, "programme.milestone_not_found"));
    auto const found = load_milestone(session, MilestoneId{id}, day);
    if (!found) return base::refuse("programme.milestone_not_found");
    return milestone_answer(session, *found, day);
}

json::object revision_json(Revision const& revision) {
    return {{"id", revision.id},
            {"subject_kind", revision.subject_kind},
            {"subject", revision.subject},
            {"subject_label", revision.subject_label},
            {"at", base::to_string(revision.at)},
            {"by_name", revision.by_name},
            {"reason", revision.reason},
            {"before", revision.before},
            {"after", revision.after}};
}

base::Result<Response> revisions(sql::Session& session, Caller const& caller, Request const& request) {
    identity::QueryReader query(request);
    auto const cursor = query.cursor();
    auto const limit = query.limit();
    KUNYU_TRY_VOID(query.finish());
    KUNYU_TRY(auto const plan, plan_of_path(session, request, base::day_of(caller.now)));
    KUNYU_TRY(auto const page, list_revisions(session, plan.id, cursor, limit));
    json::array items;
    for (auto const& revision : page.items) items.push_back(revision_json(revision));
    return answer({{"items", std::move(items)}, {"next", base::json_or_null(page.next)}});
}

base::Result<Response> create(PlanService const& plans, sql::Tx& tx, Caller const& caller, Request const& request) {
    KUNYU_TRY(auto const given, registry::read_body(request, [](base::Reader& reader) {
                  reader.optional_text("$schema");
                  return packs::read_plan(reader);
              }));
    KUNYU_TRY(auto const id, plans.create(tx, caller, given));
    auto const plan = load_plan(tx, id, base::day_of(caller.now));
    return registry::resource(201, to_json(*plan, tx, base::day_of(caller.now)), plan->version,
                              "/api/v1/plans/" + plan->slug);
}

std::optional<Name> read_optional_name(base::Reader& reader, std::string_view key, std::size_t max = 200) {
    std::optional<Name> name;
    reader.optional_object(key, [&](base::Reader& item) {
        base::TextRule const rule{.min = 1, .max = max, .multiline = false};
        name = Name{item.text("zh", rule), item.optional_text("en", rule)};
    });
    return name;
}

/// Present, be it null: a change; absent: none.
std::optional<std::optional<std::string>> read_text_change(base::Reader& reader, std::string_view key,
                                                           base::TextRule rule) {
    if (!reader.has(key)) return std::nullopt;
    return std::optional(reader.optional_text(key, rule));
}

template <typename Change>
struct Reasoned {
    Change change;
    std::string reason;
};

void read_setting(base::Reader& reader, PlanChange& change) {
    if (auto const word = reader.optional_choice("reading", {"plain", "strict"})) change.reading = parse_reading(*word);
    if (auto const word = reader.optional_choice("cycle", {"quarterly", "monthly"}))
        change.cycle = parse_cycle_kind(*word);
    if (auto const year = reader.optional_integer("cycle_from", 1990, 2100)) {
        change.cycle_from = static_cast<int>(*year);
        if (!change.cycle) reader.fault("cycle_from", "programme.cycle_from_without_cycle");
    }
    auto const* rules = reader.raw("rules");
    if (!rules) return;
    auto read = read_rules(*rules);
    if (read) {
        change.rules = std::move(*read);
        return;
    }
    if (read.error().fields.empty()) reader.fault("rules", "base.expected_object");
    for (auto const& fault : read.error().fields) reader.fault("rules" + fault.path, fault.code, fault.params);
}

Reasoned<PlanChange> read_plan_change(base::Reader& reader) {
    Reasoned<PlanChange> out;
    out.change.name = read_optional_name(reader, "name");
    out.change.target_by = reader.optional_day("target_by");
    read_setting(reader, out.change);
    out.change.note = read_text_change(reader, "note", {.min = 1, .max = 2000, .multiline = true});
    if (reader.has("document")) out.change.document = reader.optional_integer("document", 1, (1LL << 53) - 1);
    out.reason = reader.text("reason", reason_rule);
    return out;
}

std::vector<TaskUnit> read_units(sql::Session& session, base::Reader& reader) {
    std::vector<TaskUnit> units;
    reader.each("units", 200, [&](base::Reader& item) {
        auto const role =
            parse_unit_role(item.choice("role", {"convened_by", "with", "lead", "responsible", "participant"}));
        auto const organisation = registry::read_organisation(session, item, "organisation", true);
        if (role && organisation) units.push_back({*role, *organisation});
    });
    return units;
}

Reasoned<TaskChange> read_task_change(sql::Session& session, base::Reader& reader) {
    Reasoned<TaskChange> out;
    out.change.section = reader.optional_text("section", title_rule);
    out.change.title = read_optional_name(reader, "title");
    if (reader.has("mode")) out.change.mode = std::optional(reader.optional_choice("mode", {"plain", "divided"}));
    out.change.paragraph = read_text_change(reader, "paragraph", {.min = 1, .max = 4000, .multiline = true});
    if (reader.has("goals")) out.change.goals = reader.texts("goals", 50, title_rule);
    if (reader.has("units")) out.change.units = read_units(session, reader);
    out.reason = reader.text("reason", reason_rule);
    return out;
}

Reasoned<MilestoneChange> read_milestone_change(base::Reader& reader) {
    Reasoned<MilestoneChange> out;
    out.change.wording = reader.optional_text("wording", title_rule);
    out.change.deliverable = read_optional_name(reader, "deliverable", 500);
    if (auto const word = reader.optional_choice("kind", {"complete", "start", "routine"}))
        out.change.kind = parse_milestone_kind(*word);
    out.change.due = reader.optional_day("due");
    out.reason = reader.text("reason", reason_rule);
    return out;
}

base::Result<Response> change_plan(PlanService const& plans, sql::Tx& tx, Caller const& caller,
                                   Request const& request) {
    KUNYU_TRY(auto const plan, plan_of_path(tx, request, base::day_of(caller.now)));
    KUNYU_TRY(auto const version, identity::expected_version(request));
    KUNYU_TRY(auto const given, registry::read_body(request, read_plan_change));
    KUNYU_TRY(auto const changed, plans.change(tx, caller, plan.id, version, given.change, given.reason));
    return registry::resource(200, to_json(changed, tx, base::day_of(caller.now)), changed.version, {});
}

base::Result<Response> change_task(PlanService const& plans, sql::Tx& tx, Caller const& caller,
                                   Request const& request) {
    KUNYU_TRY(auto const id, path_id(request, "programme.task_not_found"));
    KUNYU_TRY(auto const version, identity::expected_version(request));
    KUNYU_TRY(auto const given,
              registry::read_body(request, [&](base::Reader& reader) { return read_task_change(tx, reader); }));
    KUNYU_TRY(auto const changed, plans.change(tx, caller, TaskId{id}, version, given.change, given.reason));
    return task_answer(tx, changed, base::day_of(caller.now));
}

base::Result<Response> change_milestone(PlanService const& plans, sql::Tx& tx, Caller const& caller,
                                        Request const& request) {
    KUNYU_TRY(auto const id, path_id(request, "programme.milestone_not_found"));
    KUNYU_TRY(auto const version, identity::expected_version(request));
    KUNYU_TRY(auto const given, registry::read_body(request, read_milestone_change));
    KUNYU_TRY(auto const changed, plans.change(tx, caller, MilestoneId{id}, version, given.change, given.reason));
    return milestone_answer(tx, changed, base::day_of(caller.now));
}

}  // namespace

base::Result<Plan> plan_of_path(sql::Session& session, Request const& request, base::Day day) {
    auto const id = find_plan(session, request.path_parameter("plan"));
    if (!id) return base::refuse("programme.plan_not_found");
    return std::move(*load_plan(session, *id, day));
}

void add_plan_routes(http::Router& router, identity::Gate const& gate, PlanService const& plans) {
    using http::Method;
    gate.read(router, Method::get, "/api/v1/plans", reading_route("plan.read"), list);
    gate.read(router, Method::get, "/api/v1/plans/{plan}", reading_route("plan.read"), read);
    gate.read(router, Method::get, "/api/v1/plans/{plan}/tasks", reading_route("plan.read"), tasks);
    gate.read(router, Method::get, "/api/v1/plans/{plan}/revisions", reading_route("plan.edit"), revisions);
    gate.read(router, Method::get, "/api/v1/tasks/{id}", reading_route("plan.read"), task);
    gate.read(router, Method::get, "/api/v1/milestones/{id}", reading_route("plan.read"), milestone);
    auto const write = [&](Method method, char const* pattern, auto handler) {
        gate.write(router, method, pattern, json_route("plan.edit"),
                   [&plans, handler](sql::Tx& tx, Caller const& caller, Request const& request) {
                       return handler(plans, tx, caller, request);
                   });
    };
    write(Method::post, "/api/v1/plans", create);
    write(Method::patch, "/api/v1/plans/{plan}", change_plan);
    write(Method::patch, "/api/v1/tasks/{id}", change_task);
    write(Method::patch, "/api/v1/milestones/{id}", change_milestone);
}

}  // namespace kunyu::programme
