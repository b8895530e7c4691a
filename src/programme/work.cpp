#include "programme/work.hpp"

#include "base/words.hpp"
#include "identity/permissions.hpp"

#include <array>

namespace kunyu::programme {
namespace {

constexpr std::array<std::string_view, 13> state_words{"draft",    "submitted", "returned", "accepted",  "waiting",
                                                       "verified", "approved",  "refused",  "withdrawn", "revoked",
                                                       "issued",   "replied",   "closed"};
constexpr std::array<std::string_view, 11> step_words{"submit", "return",   "accept", "revise", "verify", "approve",
                                                      "refuse", "withdraw", "revoke", "reply",  "close"};

std::string steps_from(WorkTable const& table, WorkState state) {
    std::string steps;
    for (auto const& row : table)
        if (row.from == state) steps += (steps.empty() ? "" : ", ") + std::string(to_string(row.step));
    return steps.empty() ? "-" : steps;
}

}  // namespace

std::string_view to_string(WorkState state) {
    return base::word_of(state_words, state);
}

std::string_view to_string(WorkStep step) {
    return base::word_of(step_words, step);
}

std::optional<WorkState> parse_work_state(std::string_view text) {
    return base::enumerator_of<WorkState>(state_words, text);
}

std::optional<WorkStep> parse_work_step(std::string_view text) {
    return base::enumerator_of<WorkStep>(step_words, text);
}

WorkTable const& report_transitions() {
    static WorkTable const rows{
        {WorkStep::submit, WorkState::draft, WorkState::submitted, "progress.report", false},
        {WorkStep::submit, WorkState::returned, WorkState::submitted, "progress.report", false},
        {WorkStep::give_back, WorkState::submitted, WorkState::returned, "progress.review", true},
        {WorkStep::accept, WorkState::submitted, WorkState::accepted, "progress.review", false},
        {WorkStep::give_back, WorkState::accepted, WorkState::returned, "progress.review", true},
    };
    return rows;
}

WorkTable const& unit_plan_transitions() {
    static WorkTable const rows{
        {WorkStep::submit, WorkState::draft, WorkState::submitted, "unit_plan.write", false},
        {WorkStep::submit, WorkState::returned, WorkState::submitted, "unit_plan.write", false},
        {WorkStep::give_back, WorkState::submitted, WorkState::returned, "unit_plan.review", true},
        {WorkStep::accept, WorkState::submitted, WorkState::accepted, "unit_plan.review", false},
        {WorkStep::revise, WorkState::accepted, WorkState::draft, "unit_plan.write", false},
    };
    return rows;
}

WorkTable const& evidence_transitions() {
    static WorkTable const rows{
        {WorkStep::verify, WorkState::waiting, WorkState::verified, "evidence.verify", false},
        {WorkStep::refuse, WorkState::waiting, WorkState::refused, "evidence.verify", true},
        {WorkStep::withdraw, WorkState::waiting, WorkState::withdrawn, "evidence.hand_in", false},
        {WorkStep::revoke, WorkState::verified, WorkState::revoked, "evidence.verify", true},
    };
    return rows;
}

WorkTable const& extension_transitions() {
    static WorkTable const rows{
        {WorkStep::approve, WorkState::waiting, WorkState::approved, "extension.decide", false},
        {WorkStep::refuse, WorkState::waiting, WorkState::refused, "extension.decide", true},
        {WorkStep::withdraw, WorkState::waiting, WorkState::withdrawn, "extension.request", false},
    };
    return rows;
}

WorkTable const& slip_transitions() {
    static WorkTable const rows{
        {WorkStep::reply, WorkState::issued, WorkState::replied, "slip.reply", false},
        {WorkStep::reply, WorkState::returned, WorkState::replied, "slip.reply", false},
        {WorkStep::give_back, WorkState::replied, WorkState::returned, "slip.issue", true},
        {WorkStep::close, WorkState::replied, WorkState::closed, "slip.issue", true},
        {WorkStep::close, WorkState::issued, WorkState::closed, "slip.issue", true},
        {WorkStep::close, WorkState::returned, WorkState::closed, "slip.issue", true},
    };
    return rows;
}

base::Result<WorkTransition const*> check_step(WorkTable const& table, WorkState state, WorkStep step,
                                               std::string const& reason) {
    for (auto const& row : table) {
        if (row.from != state || row.step != step) continue;
        if (row.needs_reason && reason.empty()) return base::refuse_field("/reason", "base.required");
        return &row;
    }
    return base::refuse("supervision.step_not_open", {{"step", std::string(to_string(step))},
                                                      {"state", std::string(to_string(state))},
                                                      {"steps", steps_from(table, state)}});
}

std::vector<WorkStep> offered_steps(sql::Session& session, identity::Caller const& caller, WorkTable const& table,
                                    WorkState state, identity::Target const& target) {
    std::vector<WorkStep> steps;
    for (auto const& row : table)
        if (row.from == state && identity::may(session, caller, row.action, target)) steps.push_back(row.step);
    return steps;
}

}  // namespace kunyu::programme
