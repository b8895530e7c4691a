#pragma once
#include "base/ids.hpp"
#include "identity/caller.hpp"
#include "inbox/inbox.hpp"
#include "programme/unit_plan_store.hpp"
#include "programme/work_access.hpp"

#include <optional>
#include <string>
#include <vector>

namespace kunyu::programme {

/// What an autosave sets; what is absent stays.
struct UnitPlanChange {
    std::optional<std::optional<std::string>> summary;
    std::optional<std::vector<std::int64_t>> files;
    std::optional<std::vector<PlannedTask>> tasks;
};

struct NewUnitPlan {
    PlanId plan;
    std::optional<OrganisationId> unit;
    std::int64_t year = 0;
    UnitPlanChange change;
    bool sample = false;
};

/// Use cases of units' plans: authorise -> rule -> store -> what is planned -> to-dos -> audit. What was accepted stays
/// in force until a revision of it is accepted. Holds no state; safe for all threads.
class UnitPlanService {
  public:
    UnitPlanService(base::IdGenerator& ids, inbox::Inbox const& inbox) : ids_(ids), inbox_(inbox) {}

    /// Action unit_plan.write over the unit, which must answer for a task of the plan. programme.plan_not_found,
    /// supervision.year_outside_plan, supervision.unit_plan_exists.
    base::Result<UnitPlan> create(sql::Tx& tx, identity::Caller const& caller, NewUnitPlan const& wanted) const;
    /// supervision.unit_plan_locked {state} once it is handed in.
    base::Result<UnitPlan> edit(sql::Tx& tx, identity::Caller const& caller, UnitPlanId id, std::int64_t version,
                                UnitPlanChange const& change) const;
    base::Result<UnitPlan> take_step(sql::Tx& tx, identity::Caller const& caller, UnitPlanId id,
                                     std::optional<std::int64_t> version, WorkStepInput const& input) const;

    /// What was never handed in is there for who writes for the unit, the rest for unit_plan.read, also while it is
    /// revised; supervision.unit_plan_not_found otherwise.
    base::Result<UnitPlan> find(sql::Session& session, identity::Caller const& caller, UnitPlanId id) const;
    base::Result<UnitPlanPage> list(sql::Session& session, identity::Caller const& caller,
                                    UnitPlanQuery const& query) const;
    std::vector<WorkStep> offered(sql::Session& session, identity::Caller const& caller, UnitPlan const& plan) const;

  private:
    base::Result<void> store_change(sql::Tx& tx, identity::Caller const& caller, UnitPlan& plan, Plan const& of,
                                    UnitPlanChange const& change) const;
    void hand_on(sql::Tx& tx, identity::Caller const& caller, UnitPlan const& plan, Plan const& of,
                 WorkTransition const& row) const;

    base::IdGenerator& ids_;
    inbox::Inbox const& inbox_;
};

}  // namespace kunyu::programme
