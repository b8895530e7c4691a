#pragma once
#include "programme/plan.hpp"
#include "sql/database.hpp"

#include <optional>

namespace kunyu::programme {

// The derived tables that standing reads, made anew from what happened; in the transaction in which it happens.

/// progress_known of the unit in the task.
void rebuild_progress(sql::Tx& tx, TaskId task, OrganisationId unit);
/// milestone_begun of every milestone of the task.
void rebuild_begun(sql::Tx& tx, TaskId task);
/// milestone_verified.
void rebuild_verified(sql::Tx& tx, MilestoneId milestone);
/// planned_percent of the unit in all tasks of the plan.
void rebuild_planned(sql::Tx& tx, PlanId plan, OrganisationId unit);

/// The percent of the unit's latest report on a cycle that ended before `cycle_end`, of those known now.
std::optional<std::int64_t> last_known_percent(sql::Session& session, TaskId task, OrganisationId unit,
                                               base::Day cycle_end);

}  // namespace kunyu::programme
