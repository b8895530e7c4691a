#include "programme/evidence_service.hpp"

#include "programme/evidence_json.hpp"
#include "programme/known_store.hpp"
#include "programme/plan_store.hpp"
#include "registry/application_attachments.hpp"

#include <fmt/format.h>

#include <utility>

namespace kunyu::programme {
namespace {

constexpr char const* handing_in = "evidence.hand_in";
constexpr char const* verifying = "evidence.verify";
constexpr char const* reading = "progress.read";

WorkSubject subject_of(sql::Session& session, Evidence const& evidence, base::Day today) {
    auto const milestone = load_milestone(session, evidence.milestone, today);
    return {"milestone_evidence",
            evidence.id.value,
            evidence.unit,
            milestone_name(*milestone),
            "supervision.matter_evidence",
            fmt::format("/programme/evidence/{}", evidence.id.value)};
}

base::Result<Evidence> visible(sql::Session& session, identity::Caller const& caller, EvidenceId id) {
    auto evidence = load_evidence(session, id);
    if (!evidence || !identity::may(session, caller, reading, target_of(evidence->unit)))
        return base::refuse("supervision.evidence_not_found");
    return std::move(*evidence);
}

base::Result<void> check_unverified(sql::Session& session, MilestoneId id, base::Day today) {
    auto const milestone = load_milestone(session, id, today);
    if (!milestone->verified_on) return {};
    return base::refuse("supervision.milestone_verified",
                        {{"code", milestone->code}, {"on", base::to_string(*milestone->verified_on)}});
}

/// Whether the caller, or the one for whom he would act, had a hand in it.
bool is_own(sql::Session& session, identity::Caller const& caller, Evidence const& evidence) {
    if (caller.is_system) return false;
    if (caller.account == evidence.handed_in_by || caller.user == evidence.handed_in_for) return true;
    auto const behalf = identity::on_behalf_of(session, caller, verifying, target_of(evidence.unit));
    if (behalf.empty()) return false;
    if (behalf == evidence.handed_in_for) return true;
    auto const row = session.first("SELECT user_name FROM account WHERE id = ?", evidence.handed_in_by);
    return row && row->text(0) == behalf;
}

bool decides(WorkStep step) {
    return step == WorkStep::verify || step == WorkStep::refuse;
}

void take(Evidence& evidence, identity::Caller const& caller, WorkTransition const& row, std::string const& reason) {
    evidence.state = row.to;
    ++evidence.version;
    if (row.step == WorkStep::revoke) {
        evidence.revoked_at = caller.now;
        evidence.revoked_by_name = caller.name;
        evidence.revoke_reason = reason;
        return;
    }
    evidence.decided_at = caller.now;
    evidence.decided_by = caller.account;
    evidence.decided_by_name = caller.name;
    if (!reason.empty()) evidence.decision_reason = reason;
}

}  // namespace

base::Result<Evidence> EvidenceService::hand_in(sql::Tx& tx, identity::Caller const& caller,
                                                NewEvidence const& wanted) const {
    auto const today = base::day_of(caller.now);
    auto const milestone = load_milestone(tx, wanted.milestone, today);
    if (!milestone) return base::refuse("programme.milestone_not_found");
    KUNYU_TRY(auto const of, task_in_plan(tx, milestone->task, today));
    KUNYU_TRY(auto const unit, acting_unit(tx, caller, of.task, wanted.unit, handing_in));
    KUNYU_TRY_VOID(check_unverified(tx, wanted.milestone, today));
    if (has_waiting_evidence(tx, wanted.milestone, unit))
        return base::refuse("supervision.evidence_waiting", {{"code", milestone->code}});
    Evidence evidence;
    evidence.id = ids_.next_as<EvidenceTag>();
    evidence.milestone = wanted.milestone;
    evidence.task = milestone->task;
    evidence.unit = unit;
    evidence.statement = wanted.statement;
    evidence.files = wanted.files;
    evidence.handed_in_at = caller.now;
    evidence.handed_in_by = caller.account;
    evidence.handed_in_by_name = caller.name;
    evidence.handed_in_for = identity::on_behalf_of(tx, caller, handing_in, target_of(unit));
    evidence.sample = wanted.sample;
    KUNYU_TRY_VOID(
        registry::attach_files(tx, caller, "milestone_evidence", evidence.id.value, evidence.files, "/files"));
    insert_evidence(tx, evidence);
    rebuild_begun(tx, evidence.task);
    auto const subject = subject_of(tx, evidence, today);
    inbox_.start(tx, caller, inbox_subject(subject), work_title(tx, subject.title, subject),
                 state_title(evidence.state));
    open_todo(tx, caller, inbox_, subject,
              {verifying, "supervision.todo_evidence_verify", verifying, std::nullopt, caller.account});
    record_work(tx, caller, subject, {handing_in, nullptr, evidence_record(evidence)});
    return evidence;
}

void EvidenceService::hand_on(sql::Tx& tx, identity::Caller const& caller, Evidence const& evidence,
                              WorkTransition const& row) const {
    auto const subject = subject_of(tx, evidence, base::day_of(caller.now));
    inbox_.close(tx, caller, inbox_subject(subject), to_string(row.step),
                 identity::on_behalf_of(tx, caller, row.action, target_of(evidence.unit)));
    bool const mend = evidence.state == WorkState::refused || evidence.state == WorkState::revoked;
    inbox_.move(tx, caller, inbox_subject(subject), work_title(tx, subject.title, subject), state_title(evidence.state),
                !mend);
    if (row.step == WorkStep::verify)
        tell(tx, caller, notifier_, subject,
             {"programme.evidence_verified",
              "supervision.told_evidence_verified",
              evidence.version,
              {evidence.handed_in_by},
              {}});
    if (mend) open_todo(tx, caller, inbox_, subject, {handing_in, "supervision.todo_evidence_again", handing_in});
}

base::Result<Evidence> EvidenceService::take_step(sql::Tx& tx, identity::Caller const& caller, EvidenceId id,
                                                  std::optional<std::int64_t> version,
                                                  WorkStepInput const& input) const {
    KUNYU_TRY(auto evidence, visible(tx, caller, id));
    if (version && evidence.version != *version) return base::refuse("identity.version_conflict");
    KUNYU_TRY(auto const* row, check_step(evidence_transitions(), evidence.state, input.step, input.reason));
    KUNYU_TRY_VOID(identity::authorise(tx, caller, row->action, target_of(evidence.unit)));
    if (decides(row->step) && is_own(tx, caller, evidence)) return base::refuse("supervision.own_evidence");
    auto const today = base::day_of(caller.now);
    if (row->step == WorkStep::verify) KUNYU_TRY_VOID(check_unverified(tx, evidence.milestone, today));
    auto before = evidence_record(evidence);
    take(evidence, caller, *row, input.reason);
    update_evidence(tx, evidence);
    rebuild_begun(tx, evidence.task);
    rebuild_verified(tx, evidence.milestone);
    hand_on(tx, caller, evidence, *row);
    record_work(tx, caller, subject_of(tx, evidence, today),
                {row->action, std::move(before), evidence_record(evidence), input.reason});
    return evidence;
}

base::Result<Evidence> EvidenceService::find(sql::Session& session, identity::Caller const& caller,
                                             EvidenceId id) const {
    return visible(session, caller, id);
}

base::Result<EvidencePage> EvidenceService::list(sql::Session& session, identity::Caller const& caller, TaskId task,
                                                 std::optional<std::string> const& cursor, int limit) const {
    KUNYU_TRY_VOID(identity::authorise_any(caller, reading));
    if (!plan_of(session, task)) return base::refuse("programme.task_not_found");
    return list_evidence(session, task, identity::scope_of(session, caller, reading), cursor, limit);
}

std::vector<WorkStep> EvidenceService::offered(sql::Session& session, identity::Caller const& caller,
                                               Evidence const& evidence) const {
    auto steps = offered_steps(session, caller, evidence_transitions(), evidence.state, target_of(evidence.unit));
    if (is_own(session, caller, evidence)) std::erase_if(steps, decides);
    return steps;
}

}  // namespace kunyu::programme
