#pragma once
#include "registry/category.hpp"
#include "registry/lifecycle.hpp"
#include "registry/platform.hpp"
#include "sql/database.hpp"

#include <vector>

namespace kunyu::registry {

/// A day later than any.
inline constexpr base::Day end_of_time{2'147'483'647};

/// Takes the platform's part out of the running sums; before it is removed.
void withdraw_deltas(sql::Tx& tx, PlatformId id, bool sample);

/// Builds the layout's running sums anew from what each platform adds; after a load of many platforms, during which
/// they were not kept.
void rebuild_layout(sql::Tx& tx);

/// Whether the running sums are kept at each platform, or built once by rebuild_layout() when many are loaded in one
/// transaction.
enum class LayoutUpkeep { each, later };

/// Rebuilds what is derived from one platform's events: intervals, hosts, supervisors, directions, its part of the
/// layout's running sums, and its search document. In the transaction of the event.
void rebuild_derived(sql::Tx& tx, RuleBook const& rules, Platform const& platform, History const& history,
                     LayoutUpkeep upkeep = LayoutUpkeep::each);

}  // namespace kunyu::registry
