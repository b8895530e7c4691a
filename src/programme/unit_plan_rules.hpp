#pragma once
#include "base/result.hpp"
#include "programme/plan.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace kunyu::programme {

/// What is to be reached within the year, as a part of the year's work on the task.
struct StageGoal {
    std::string title;
    std::int64_t weight = 0;  ///< percent of the year's work
    std::int64_t cycle = 0;   ///< by the end of this cycle of the year
};

/// A year's plan for one task.
struct PlannedTask {
    TaskId task;
    std::vector<std::int64_t> planned;  ///< percent of the whole task by the end of each cycle
    std::vector<StageGoal> goals;
};

/// All faults at once. For each task: a percent for each of the `cycles` of the year (supervision.planned_length
/// {cycles}), 0 to 100, never falling (supervision.planned_falls) and not below what the year before ends with
/// (`last_year`; supervision.planned_below_last_year {last}); stage goals of this year's cycles
/// (supervision.no_such_cycle) whose weights add up to 100 (supervision.weights {sum}). No task twice.
base::Result<void> check_planned_tasks(std::vector<PlannedTask> const& tasks, int cycles,
                                       std::map<TaskId, std::int64_t> const& last_year);

/// supervision.year_outside_plan {from, to}: 0 (the whole plan), or a year of the period.
base::Result<void> check_plan_year(Plan const& plan, std::int64_t year);

}  // namespace kunyu::programme
