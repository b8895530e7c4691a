#pragma once
#include "identity/permissions.hpp"
#include "registry/exit_plan_rules.hpp"
#include "registry/exit_plans.hpp"
#include "sql/database.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace kunyu::registry {

/// A recorded plan of exits (腾退计划).
struct ExitPlan {
    ExitPlanId id;
    std::int64_t version = 0;
    std::string category;
    std::string reason;
    std::optional<std::string> document_number;
    std::vector<PlannedLeave> leaves;
    /// Per leave: the day from which the platform no longer takes a place in the table, if that is on record.
    std::vector<std::optional<base::Day>> done_on;
    std::vector<std::int64_t> files;
    std::vector<std::int64_t> events;  ///< the approvals that rest on it
    bool sample = false;
    identity::AccountId created_by;
    std::string created_by_name;
    base::Instant created_at;
};

struct ExitPlanQuery {
    std::optional<std::string> category;
    std::optional<std::string> cursor;
    int limit = 50;
};

struct ExitPlanPage {
    std::vector<ExitPlan> items;
    std::optional<std::string> next;
};

std::optional<ExitPlan> load_exit_plan(sql::Session& session, ExitPlanId id);
/// Plans with a platform of the scope.
base::Result<ExitPlanPage> list_exit_plans(sql::Session& session, ExitPlanQuery const& query,
                                           identity::Scope const& scope);
void insert_exit_plan(sql::Tx& tx, ExitPlan const& plan);
/// For sample data only.
void remove_exit_plan(sql::Tx& tx, ExitPlanId id);

/// Counted or reserved in the table of the category on that day.
bool takes_place(sql::Session& session, PlatformId platform, std::string const& category, base::Day day);
bool stands_in_a_plan(sql::Session& session, PlatformId platform);

/// What approval asks of recorded plans.
class RecordedExitPlans final : public ExitPlans {
  public:
    std::optional<std::vector<PlannedExit>> exits_of(sql::Session& session, ExitPlanId plan) const override;
    void used_by(sql::Tx& tx, ExitPlanId plan, EventId event) const override;
};

}  // namespace kunyu::registry
