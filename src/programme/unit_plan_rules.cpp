#include "programme/unit_plan_rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace kunyu::programme {
namespace {

/// Notes faults below one path.
class Faults {
  public:
    explicit Faults(base::Refusal& refusal) : refusal_(refusal) {}
    void at(std::string path, char const* code, base::Params params = {}) {
        refusal_.fields.push_back({std::move(path), code, std::move(params)});
    }

  private:
    base::Refusal& refusal_;
};

void check_percents(PlannedTask const& task, std::string const& path, int cycles, Faults& faults) {
    if (task.planned.size() != static_cast<std::size_t>(cycles))
        faults.at(path + "/planned", "supervision.planned_length", {{"cycles", std::to_string(cycles)}});
    for (std::size_t i = 0; i < task.planned.size(); ++i) {
        auto const where = fmt::format("{}/planned/{}", path, i);
        auto const percent = task.planned[i];
        if (percent < 0 || percent > 100)
            faults.at(where, "supervision.percent_out_of_range", {{"percent", std::to_string(percent)}});
        else if (i > 0 && percent < task.planned[i - 1])
            faults.at(where, "supervision.planned_falls", {{"before", std::to_string(task.planned[i - 1])}});
    }
}

void check_goals(PlannedTask const& task, std::string const& path, int cycles, Faults& faults) {
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < task.goals.size(); ++i) {
        auto const& goal = task.goals[i];
        sum += goal.weight;
        if (goal.cycle < 1 || goal.cycle > cycles)
            faults.at(fmt::format("{}/goals/{}/cycle", path, i), "supervision.no_such_cycle",
                      {{"cycles", std::to_string(cycles)}});
    }
    if (sum != 100) faults.at(path + "/goals", "supervision.weights", {{"sum", std::to_string(sum)}});
}

}  // namespace

base::Result<void> check_planned_tasks(std::vector<PlannedTask> const& tasks, int cycles,
                                       std::map<TaskId, std::int64_t> const& last_year) {
    base::Refusal refusal{"base.invalid_input", {}, {}};
    Faults faults(refusal);
    if (tasks.empty()) faults.at("/tasks", "supervision.plan_needs_tasks");
    std::set<TaskId> seen;
    for (std::size_t i = 0; i < tasks.size(); ++i) {
        auto const& task = tasks[i];
        auto const path = fmt::format("/tasks/{}", i);
        if (!seen.insert(task.task).second) faults.at(path + "/task", "supervision.task_twice");
        check_percents(task, path, cycles, faults);
        auto const last = last_year.find(task.task);
        if (last != last_year.end() && !task.planned.empty() && task.planned.front() < last->second)
            faults.at(path + "/planned/0", "supervision.planned_below_last_year",
                      {{"last", std::to_string(last->second)}});
        check_goals(task, path, cycles, faults);
    }
    if (!refusal.fields.empty()) return refusal;
    return {};
}

base::Result<void> check_plan_year(Plan const& plan, std::int64_t year) {
    auto const from = plan.period_start.year();
    auto const to = plan.period_end.year();
    if (year == 0 || (year >= from && year <= to)) return {};
    return base::refuse_field("/year", "supervision.year_outside_plan",
                              {{"from", std::to_string(from)}, {"to", std::to_string(to)}});
}

}  // namespace kunyu::programme
