#pragma once
#include "base/result.hpp"
#include "base/time.hpp"
#include "registry/lifecycle.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::registry {

/// How a platform is to leave its table of control numbers.
enum class ExitWay { exit, merge, join, convert, promote };

std::string_view to_string(ExitWay way);
std::optional<ExitWay> parse_exit_way(std::string_view text);

/// One platform that is to leave by a day.
struct PlannedLeave {
    PlatformId platform;
    base::Day on;
    ExitWay way = ExitWay::exit;
    std::optional<PlatformId> into;
};

/// What is known of the platform of a leave.
struct LeaveFacts {
    bool takes_place = false;  ///< counted or reserved in the table of the plan until the day of the leave
    bool in_another_plan = false;
    bool into_exists = false;  ///< the platform it goes into is in the registry
};

/// The numbers of the table on the target day, as far as known.
struct TableFacts {
    std::int64_t total = 0;  ///< control number of the table
    std::int64_t taken = 0;  ///< counted and reserved
    base::Day target_by;     ///< the day for which the numbers are targets
};

/// Every fault of a plan: a platform twice, one that takes no place in this table or stands in another plan, a day
/// after the target day, a merger without the platform it goes into; and workflow.plan_does_not_restore {taken,
/// leaving, total} when even after all exits the table stays beyond its number. Days may lie in the past: the plan's
/// years are entered afterwards too.
base::Result<void> check_plan(std::vector<PlannedLeave> const& leaves, std::vector<LeaveFacts> const& facts,
                              TableFacts const& table);

/// The day on which the last of them has left.
base::Day restored_on(std::vector<PlannedLeave> const& leaves);

enum class PlanStanding { open, done, late };

std::string_view to_string(PlanStanding standing);

/// `done_on[i]`: the day from which leave i no longer takes a place, if that has happened.
PlanStanding standing_of(std::vector<PlannedLeave> const& leaves, std::vector<std::optional<base::Day>> const& done_on,
                         base::Day today);

}  // namespace kunyu::registry
