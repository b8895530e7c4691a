#pragma once
#include "base/ids.hpp"
#include "base/result.hpp"
#include "identity/caller.hpp"
#include "registry/exit_plan_store.hpp"
#include "sql/database.hpp"

#include <optional>
#include <string>
#include <vector>

namespace kunyu::registry {

struct NewExitPlan {
    std::string category;
    std::string reason;
    std::optional<std::string> document_number;
    std::vector<PlannedLeave> leaves;
    std::vector<std::int64_t> files;
    bool sample = false;
};

/// Use cases of plans of exits: authorise -> rule -> store -> audit. Holds no state; safe for all threads.
class ExitPlanService {
  public:
    explicit ExitPlanService(base::IdGenerator& ids) : ids_(ids) {}

    /// Action exit_plan.record. Refuses what check_plan() finds, and workflow.no_table for a category without control
    /// number.
    base::Result<ExitPlan> record(sql::Tx& tx, identity::Caller const& caller, NewExitPlan const& plan) const;
    /// Action exit_plan.read over one of its platforms; workflow.exit_plan_not_found otherwise.
    base::Result<ExitPlan> find(sql::Session& session, identity::Caller const& caller, ExitPlanId id) const;
    base::Result<ExitPlanPage> list(sql::Session& session, identity::Caller const& caller,
                                    ExitPlanQuery const& query) const;

  private:
    base::IdGenerator& ids_;
};

}  // namespace kunyu::registry
