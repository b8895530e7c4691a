#include "identity/query.hpp"
#include "programme/overview.hpp"
#include "programme/plan_routes.hpp"
#include "registry/application_requests.hpp"

#include <algorithm>
#include <set>

namespace kunyu::programme {
namespace {

namespace json = boost::json;
using http::Request;
using http::Response;
using identity::Caller;
using registry::reading_route;

/// How many milestones of how many tasks, in which state.
struct MilestoneCounts {
    std::int64_t total = 0, verified = 0, overdue = 0;
    void add(Task const& task, base::Day day) {
        for (auto const& milestone : task.milestones) {
            ++total;
            if (milestone.verified_on)
                ++verified;
            else if (milestone.due < day)
                ++overdue;
        }
    }
};

json::object to_json(MilestoneCounts const& counts) {
    return {{"total", counts.total}, {"verified", counts.verified}, {"overdue", counts.overdue}};
}

/// The lights and milestones of the tasks that belong to a part of the plan.
template <typename Belongs>
json::object summary(Overview const& overview, Belongs&& belongs) {
    Lights lights;
    MilestoneCounts milestones;
    json::array numbers;
    for (std::size_t i = 0; i < overview.tasks.size(); ++i) {
        if (!belongs(overview.tasks[i])) continue;
        lights.add(overview.standings[i].verdict.light);
        milestones.add(overview.tasks[i], overview.day);
        numbers.push_back(overview.tasks[i].number);
    }
    return {{"tasks", std::move(numbers)}, {"lights", programme::to_json(lights)}, {"milestones", to_json(milestones)}};
}

json::object figure_json(GoalFigure const& figure) {
    return {{"key", figure.key},
            {"name", registry::name_json(figure.name)},
            {"value", base::json_or_null(figure.value)},
            {"target", base::json_or_null(figure.target)},
            {"samples", figure.samples}};
}

bool has_goal(Task const& task, std::string const& goal) {
    return std::find(task.goals.begin(), task.goals.end(), goal) != task.goals.end();
}

json::array goals_json(sql::Session& session, Overview const& overview) {
    json::array out;
    for (auto const& goal : overview.plan.goals) {
        auto item = summary(overview, [&](Task const& task) { return has_goal(task, goal.slug); });
        item["id"] = goal.slug;
        item["name"] = registry::name_json(goal.name);
        item["measure"] = base::json_or_null(goal.measure);
        std::vector<Task> tasks;
        std::copy_if(overview.tasks.begin(), overview.tasks.end(), std::back_inserter(tasks),
                     [&](Task const& task) { return has_goal(task, goal.slug); });
        json::array figures;
        for (auto const& figure : goal_figures(session, tasks, overview.day)) figures.push_back(figure_json(figure));
        item["figures"] = std::move(figures);
        out.push_back(std::move(item));
    }
    return out;
}

json::array sections_json(Overview const& overview) {
    std::set<std::string> seen;
    json::array out;
    for (auto const& first : overview.tasks) {
        if (!seen.insert(first.section).second) continue;
        auto item = summary(overview, [&](Task const& task) { return task.section == first.section; });
        item["section"] = first.section;
        item["section_name"] = section_json(first);
        out.push_back(std::move(item));
    }
    return out;
}

/// Each unit that answers for a task, with the lights of its own tasks.
json::array units_json(Overview const& overview) {
    std::map<OrganisationId, Lights> lights;
    std::map<OrganisationId, json::array> tasks;
    std::map<OrganisationId, std::int64_t> missing;
    for (auto const& standing : overview.standings)
        for (auto const& unit : standing.units) {
            lights[unit.unit.unit].add(unit.verdict.light);
            tasks[unit.unit.unit].push_back(standing.number);
            if (unit.report == ReportStanding::missing) ++missing[unit.unit.unit];
        }
    json::array out;
    for (auto const& [unit, of_unit] : lights)
        out.push_back(json::object{{"unit", organisation_json(overview.context, unit)},
                                   {"tasks", tasks.at(unit)},
                                   {"lights", programme::to_json(of_unit)},
                                   {"missing_reports", missing[unit]}});
    return out;
}

base::Result<base::Day> as_of(Caller const& caller, Request const& request) {
    identity::QueryReader query(request);
    auto const day = query.day("as_of").value_or(base::day_of(caller.now));
    KUNYU_TRY_VOID(query.finish());
    return day;
}

base::Result<Response> standing(sql::Session& session, Caller const& caller, Request const& request) {
    KUNYU_TRY(auto const day, as_of(caller, request));
    KUNYU_TRY(auto plan, plan_of_path(session, request, day));
    auto const overview = overview_of(session, std::move(plan), day);
    json::array tasks;
    for (auto const& task : overview.standings) tasks.push_back(to_json(task, overview.context, request.language));
    auto body = summary(overview, [](Task const&) { return true; });
    body["tasks"] = std::move(tasks);
    body["plan"] = overview.plan.slug;
    body["as_of"] = base::to_string(day);
    body["reading"] = to_string(overview.plan.setting.reading);
    body["rules"] = to_json(overview.plan.setting.rules);
    body["goals"] = goals_json(session, overview);
    body["sections"] = sections_json(overview);
    body["units"] = units_json(overview);
    return Response::json(200, json::serialize(body));
}

base::Result<Response> task_standing(sql::Session& session, Caller const& caller, Request const& request) {
    KUNYU_TRY(auto const day, as_of(caller, request));
    KUNYU_TRY(auto const id, registry::path_id(request, "programme.task_not_found"));
    auto task = load_task(session, TaskId{id}, day);
    if (!task) return base::refuse("programme.task_not_found");
    std::vector<Task> const tasks{std::move(*task)};
    auto const plan = load_plan(session, tasks.front().plan, day);
    auto const context = load_context(session, tasks, day);
    auto body = to_json(standing_of(session, *plan, tasks, day).front(), context, request.language);
    body["as_of"] = base::to_string(day);
    return Response::json(200, json::serialize(body));
}

}  // namespace

void add_standing_routes(http::Router& router, identity::Gate const& gate) {
    using http::Method;
    gate.read(router, Method::get, "/api/v1/plans/{plan}/standing", reading_route("standing.read"), standing);
    gate.read(router, Method::get, "/api/v1/tasks/{id}/standing", reading_route("standing.read"), task_standing);
}

}  // namespace kunyu::programme
