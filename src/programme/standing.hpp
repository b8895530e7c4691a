#pragma once
#include "programme/answering.hpp"
#include "programme/light.hpp"
#include "programme/plan.hpp"
#include "sql/database.hpp"

#include <map>
#include <optional>
#include <vector>

namespace kunyu::programme {

/// How the report of the latest cycle whose report was due stands.
enum class ReportStanding { none_due, in_time, late, missing };
std::string_view to_string(ReportStanding standing);

/// One unit in one task as known on the day.
struct UnitStanding {
    AnsweringUnit unit;
    KnownProgress progress;
    LightVerdict verdict;  ///< by the unit's own progress and the task's milestones
    ReportStanding report = ReportStanding::none_due;
};

struct OpenSlip {
    std::int64_t id = 0;
    TaskId task;
    OrganisationId unit;
    std::string level;  ///< blue, orange, red
    std::optional<base::Day> reply_due;
    bool replied = false;
};

struct TaskStanding {
    TaskId task;
    std::int64_t number = 0;
    KnownTask known;  ///< progress: the mean of the units that have a plan; of all that reported where none has
    LightVerdict verdict;
    std::vector<UnitStanding> units;
    std::vector<OrganisationId> open_groups;
    std::vector<OpenSlip> slips;
};

/// The standing of every task of the plan on the day, from what was known at its end; by number. The tasks are those of
/// load_tasks(…, day).
std::vector<TaskStanding> standing_of(sql::Session& session, Plan const& plan, std::vector<Task> const& tasks,
                                      base::Day day);

/// How many lights of each colour: the standing of a goal, a section, a unit, a plan.
struct Lights {
    std::int64_t grey = 0, green = 0, yellow = 0, red = 0, blue = 0;
    void add(Light light);
    std::int64_t total() const { return grey + green + yellow + red + blue; }
};

/// All plans at once, lights only: for overviews. Plans in the order given.
std::vector<Lights> lights_of_plans(sql::Session& session, std::vector<Plan> const& plans, base::Day day);

}  // namespace kunyu::programme
