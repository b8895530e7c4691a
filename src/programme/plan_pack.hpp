#pragma once
#include "base/ids.hpp"
#include "base/result.hpp"
#include "identity/caller.hpp"
#include "packs/pack.hpp"
#include "programme/plan.hpp"
#include "sql/database.hpp"

namespace kunyu::programme {

/// Enters the plan with its goals, tasks and milestones, known from the day of its issue; `sample` marks an invented
/// one. Units by slug, platforms by code. Refuses programme.slug_taken, and with a list of faults what it names and
/// nobody knows.
base::Result<PlanId> enter_plan(sql::Tx& tx, identity::Caller const& caller, base::IdGenerator& ids,
                                packs::PackPlan const& plan, bool sample);

/// The plan of a pack, unless one with its slug is there already.
base::Result<void> import_pack(sql::Tx& tx, identity::Caller const& caller, base::IdGenerator& ids,
                               packs::Pack const& pack);

}  // namespace kunyu::programme
