#pragma once
#include "base/result.hpp"
#include "base/time.hpp"
#include "identity/caller.hpp"
#include "sql/database.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::programme {

/// How a piece of supervision work stands: a report, a unit's plan, evidence, a request, a slip. Each kind has some of
/// these, see its table of transitions.
enum class WorkState {
    draft,
    submitted,
    returned,
    accepted,
    waiting,
    verified,
    approved,
    refused,
    withdrawn,
    revoked,
    issued,
    replied,
    closed
};

/// `give_back` is the step "return".
enum class WorkStep { submit, give_back, accept, revise, verify, approve, refuse, withdraw, revoke, reply, close };

std::string_view to_string(WorkState state);
std::string_view to_string(WorkStep step);
std::optional<WorkState> parse_work_state(std::string_view text);
std::optional<WorkStep> parse_work_step(std::string_view text);

struct WorkTransition {
    WorkStep step = WorkStep::submit;
    WorkState from = WorkState::draft;
    WorkState to = WorkState::draft;
    std::string_view action;  ///< of the permission table
    bool needs_reason = false;
};
using WorkTable = std::vector<WorkTransition>;

WorkTable const& report_transitions();
WorkTable const& unit_plan_transitions();
WorkTable const& evidence_transitions();
WorkTable const& extension_transitions();
WorkTable const& slip_transitions();

/// The row of the step; supervision.step_not_open {step, state, steps}, or /reason base.required.
base::Result<WorkTransition const*> check_step(WorkTable const& table, WorkState state, WorkStep step,
                                               std::string const& reason);

/// The steps that the caller may take now.
std::vector<WorkStep> offered_steps(sql::Session& session, identity::Caller const& caller, WorkTable const& table,
                                    WorkState state, identity::Target const& target);

/// A step as it was taken.
struct WorkEntry {
    WorkStep step = WorkStep::submit;
    base::Instant at;
    identity::AccountId by;
    std::string by_name;
    std::string reason;
};

struct WorkStepInput {
    WorkStep step = WorkStep::submit;
    std::string reason;
};

}  // namespace kunyu::programme
