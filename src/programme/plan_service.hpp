#pragma once
#include "base/ids.hpp"
#include "base/result.hpp"
#include "identity/caller.hpp"
#include "packs/pack.hpp"
#include "programme/plan.hpp"
#include "programme/plan_store.hpp"
#include "sql/database.hpp"

#include <optional>
#include <string>
#include <vector>

namespace kunyu::programme {

/// What a change sets; what is absent stays.
struct PlanChange {
    std::optional<Name> name;
    std::optional<base::Day> target_by;
    std::optional<Reading> reading;
    std::optional<CycleKind> cycle;
    std::optional<int> cycle_from;  ///< the year from which it holds; this year
    std::optional<SupervisionRules> rules;
    std::optional<std::optional<std::string>> note;
    std::optional<std::optional<std::int64_t>> document;
};

struct TaskChange {
    std::optional<std::string> section;
    std::optional<Name> title;
    std::optional<std::optional<std::string>> mode;
    std::optional<std::optional<std::string>> paragraph;
    std::optional<std::vector<std::string>> goals;
    std::optional<std::vector<TaskUnit>> units;
};

struct MilestoneChange {
    std::optional<std::string> wording;
    std::optional<Name> deliverable;
    std::optional<MilestoneKind> kind;
    std::optional<base::Day> due;
};

/// Use cases of plans: each change is authorised (plan.edit), has a reason, makes a revision and stands in the audit
/// record. Holds no state; safe for all threads.
class PlanService {
  public:
    explicit PlanService(base::IdGenerator& ids) : ids_(ids) {}

    base::Result<PlanId> create(sql::Tx& tx, identity::Caller const& caller, packs::PackPlan const& plan) const;
    /// A changed reading, cycle or rule counts from today on: what was known before stays as it was.
    base::Result<Plan> change(sql::Tx& tx, identity::Caller const& caller, PlanId id, std::int64_t version,
                              PlanChange const& change, std::string const& reason) const;
    /// programme.unknown_goal, programme.nobody_answers.
    base::Result<Task> change(sql::Tx& tx, identity::Caller const& caller, TaskId id, std::int64_t version,
                              TaskChange const& change, std::string const& reason) const;
    /// A deadline that has passed does not move here (programme.due_has_passed), and none moves into the past
    /// (programme.due_not_ahead).
    base::Result<Milestone> change(sql::Tx& tx, identity::Caller const& caller, MilestoneId id, std::int64_t version,
                                   MilestoneChange const& change, std::string const& reason) const;

  private:
    void revise(sql::Tx& tx, identity::Caller const& caller, Revision revision) const;
    base::IdGenerator& ids_;
};

}  // namespace kunyu::programme
