#pragma once
#include "base/time.hpp"
#include "programme/plan.hpp"
#include "sql/database.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace kunyu::programme {

/// A figure of a goal, read from the live records as of the day.
struct GoalFigure {
    std::string key;  ///< "ministry-key-laboratory", "ceiling", "targets"
    Name name;
    std::optional<std::int64_t> value;  ///< nothing: not known
    std::optional<std::int64_t> target;
    std::int64_t samples = 0;  ///< of the value
};

/// What the records say of a goal: for each table of quotas that its tasks carry the platforms counted against the
/// control number, for all tables together the ceiling, and how many of the platforms that its tasks aim at are built
/// or run.
std::vector<GoalFigure> goal_figures(sql::Session& session, std::vector<Task> const& tasks_of_goal, base::Day day);

}  // namespace kunyu::programme
