#include "programme/unit_plan_json.hpp"

#include "registry/application_attachments.hpp"

#include <utility>

namespace kunyu::programme {
namespace {

namespace json = boost::json;

/// Tasks by reference in place of their ids.
json::array with_references(References& references, json::array tasks) {
    for (auto& task : tasks) {
        auto& object = task.as_object();
        object["task"] = references.task(TaskId{object.at("task").to_number<std::int64_t>()});
    }
    return tasks;
}

std::vector<std::int64_t> numbers(json::value const& list) {
    std::vector<std::int64_t> out;
    for (auto const& number : list.as_array()) out.push_back(number.to_number<std::int64_t>());
    return out;
}

json::value in_force(References& references, UnitPlan const& plan) {
    auto const content = accepted_content(references.session(), plan.id);
    if (!content) return nullptr;
    return json::object{{"accepted_at", base::json_or_null(plan.accepted_at)},
                        {"summary", content->at("summary")},
                        {"files", registry::files_json(references.session(), numbers(content->at("files")))},
                        {"tasks", with_references(references, content->at("tasks").as_array())}};
}

PlannedTask read_task(base::Reader& reader) {
    PlannedTask task;
    task.task = reader.id<TaskTag>("task");
    task.planned = reader.integers("planned", 12, 0, 100);
    reader.each("goals", 50, [&](base::Reader& item) {
        StageGoal goal;
        goal.title = item.text("title", {1, 500, false});
        goal.weight = item.integer("weight", 1, 100);
        goal.cycle = item.integer("cycle", 1, 12);
        task.goals.push_back(std::move(goal));
    });
    return task;
}

}  // namespace

json::object unit_plan_summary(References& references, UnitPlan const& plan) {
    return {{"id", plan.id.value},
            {"plan", references.plan(plan.plan)},
            {"unit", references.unit(plan.unit)},
            {"year", plan.year},
            {"state", to_string(plan.state)},
            {"summary", base::json_or_null(plan.summary)},
            {"tasks", with_references(references, planned_tasks_json(plan.tasks))},
            {"submitted_at", base::json_or_null(plan.submitted_at)},
            {"accepted_at", base::json_or_null(plan.accepted_at)},
            {"created_by", registry::account_json(references.session(), plan.created_by, plan.created_by_name)},
            {"updated_at", base::to_string(plan.updated_at)},
            {"sample", plan.sample},
            {"version", plan.version}};
}

json::object unit_plan_json(References& references, UnitPlan const& plan, std::vector<WorkStep> const& offered) {
    auto out = unit_plan_summary(references, plan);
    auto& session = references.session();
    out["files"] = registry::files_json(session, plan.files);
    out["in_force"] = in_force(references, plan);
    out["history"] = entries_json(session, load_unit_plan_steps(session, plan.id));
    out["steps"] = steps_json(offered);
    return out;
}

json::object unit_plan_record(UnitPlan const& plan) {
    return {{"unit", plan.unit.value},        {"year", plan.year},
            {"state", to_string(plan.state)}, {"summary", base::json_or_null(plan.summary)},
            {"files", ids_json(plan.files)},  {"tasks", planned_tasks_json(plan.tasks)}};
}

UnitPlanChange read_unit_plan_change(base::Reader& reader) {
    UnitPlanChange change;
    if (reader.has("summary")) change.summary = reader.optional_text("summary", {1, 20'000, true});
    if (reader.has("files")) change.files = read_files(reader);
    if (reader.has("tasks")) {
        change.tasks.emplace();
        reader.each("tasks", 200, [&](base::Reader& item) { change.tasks->push_back(read_task(item)); });
    }
    return change;
}

}  // namespace kunyu::programme
