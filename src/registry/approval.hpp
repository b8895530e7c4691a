#pragma once
#include "base/result.hpp"
#include "registry/category.hpp"
#include "registry/counting.hpp"

#include <map>
#include <string>
#include <vector>

namespace kunyu::registry {

/// Tallies of one row over time: the value from a day on.
using Timeline = std::map<base::Day, Tally>;

/// What approval looks at: every row's tallies over time as they stand without the event.
struct Occupation {
    /// category -> field ("" for none) -> timeline
    std::map<std::string, std::map<std::string, Timeline>> rows;

    void add(std::vector<Delta> const& changes);
    Tally row_at(std::string const& category, std::string const& field, base::Day day) const;
    Tally table_at(std::string const& category, base::Day day) const;
    /// Tables 1-3 together.
    Tally total_at(Catalogue const& catalogue, base::Day day) const;
    /// The days after `from` on which some row changes.
    std::vector<base::Day> changes_after(base::Day from) const;
};

/// A planned exit as approval needs it: from `by` on, one place less is taken.
struct Relief {
    std::string category;
    std::string field;
    base::Day by;
    PlatformId platform;
};

struct ApprovalRequest {
    base::Day effective;
    /// How the tallies change through the event (and whatever it moves with it).
    std::vector<Delta> changes;
    std::string override_reason;  ///< beyond a field's number
    bool has_plan = false;        ///< a recorded plan of exits is named
    std::vector<Relief> plan;
};

/// How an approval was possible; kept with the event.
struct Approval {
    std::string rule_set;  ///< empty: no rule was in force on the effective day
    bool beyond_field = false;
    bool beyond_total = false;
};

/// Decides on an event that raises a tally. The rule in force on the effective day decides, for that day and each later
/// day on which anything already known changes:
///  * beyond a field's number: registry.field_full {field, quota, taken, day} unless a reason to override is given;
///  * beyond a table's total or the ministry's ceiling, effective before the target day: registry.exit_plan_needed
///    {what, quota, taken, day} unless a recorded plan of exits restores it by the target day
///    (registry.exit_plan_insufficient when it does not);
///  * effective from the target day on: registry.no_free_place {what, quota, taken, day}.
/// Counted and counted + reserved are both held against the number, so a reserved place cannot be given away.
base::Result<Approval> approve(RuleBook const& rules, Occupation const& occupation, ApprovalRequest const& request);

}  // namespace kunyu::registry
