#include "programme/progress_service.hpp"

#include "programme/known_store.hpp"
#include "programme/plan_store.hpp"
#include "programme/progress_json.hpp"
#include "programme/report_rules.hpp"
#include "registry/application_attachments.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace kunyu::programme {
namespace {

constexpr char const* reporting = "progress.report";
constexpr char const* reading = "progress.read";

bool is_open(WorkState state) {
    return state == WorkState::draft || state == WorkState::returned;
}

WorkSubject subject_of(ProgressReport const& report, TaskInPlan const& of) {
    auto const label = to_string(of.plan.setting.cycle, report.cycle);
    auto const name = task_name(of.task);
    return {"progress_report",
            report.id.value,
            report.unit,
            {label + " " + name.zh, label + " " + name.en.value_or(name.zh)},
            "supervision.matter_report",
            fmt::format("/programme/reports/{}", report.id.value)};
}

base::Result<ProgressReport> visible(sql::Session& session, identity::Caller const& caller, ProgressReportId id) {
    auto report = load_report(session, id);
    if (!report) return base::refuse("supervision.report_not_found");
    auto const target = target_of(report->unit);
    bool const seen = identity::may(session, caller, reporting, target) ||
                      (report->state != WorkState::draft && identity::may(session, caller, reading, target));
    if (!seen) return base::refuse("supervision.report_not_found");
    return std::move(*report);
}

/// A draft begins where the unit's report before it ended; what was spent is of its cycle alone.
void fill_in(sql::Session& session, ProgressReport& report) {
    auto const last = report_before(session, report.task, report.unit, report.cycle_end);
    if (!last) return;
    report.percent = last->percent;
    report.progress = last->progress;
    report.problems = last->problems;
    report.begun = last->begun;
}

void apply(ProgressReport& report, ReportChange const& change) {
    if (change.percent) report.percent = *change.percent;
    if (change.progress) report.progress = *change.progress;
    if (change.problems) report.problems = *change.problems;
    if (change.money_fen) report.money_fen = *change.money_fen;
    if (change.fall_reason) report.fall_reason = *change.fall_reason;
    if (change.begun) report.begun = *change.begun;
    if (change.files) report.files = *change.files;
}

base::Result<void> check_begun(sql::Session& session, ProgressReport const& report) {
    base::Refusal refusal{"base.invalid_input", {}, {}};
    for (std::size_t i = 0; i < report.begun.size(); ++i) {
        auto const row =
            session.first("SELECT 1 FROM plan_milestone WHERE id = ? AND task = ?", report.begun[i], report.task);
        if (!row) refusal.fields.push_back({fmt::format("/begun/{}", i), "supervision.milestone_of_another_task", {}});
    }
    if (!refusal.fields.empty()) return refusal;
    return {};
}

base::Result<void> check_percent(ReportChange const& change) {
    if (!change.percent || !*change.percent) return {};
    auto const percent = **change.percent;
    if (percent >= 0 && percent <= 100) return {};
    return base::refuse_field("/percent", "supervision.percent_out_of_range", {{"percent", std::to_string(percent)}});
}

ProgressReport blank(identity::Caller const& caller, TaskInPlan const& of, NewReport const& wanted,
                     ReportWindow const& window) {
    ProgressReport report;
    report.plan = of.plan.id;
    report.task = of.task.id;
    report.cycle = wanted.cycle;
    report.cycle_end = window.ends;
    report.sample = wanted.sample;
    report.created_by = caller.account;
    report.created_by_name = caller.name;
    report.created_at = report.updated_at = caller.now;
    return report;
}

}  // namespace

base::Result<void> ProgressService::store_change(sql::Tx& tx, identity::Caller const& caller, ProgressReport& report,
                                                 ReportChange const& change) const {
    KUNYU_TRY_VOID(check_percent(change));
    apply(report, change);
    KUNYU_TRY_VOID(check_begun(tx, report));
    return registry::attach_files(tx, caller, "progress_report", report.id.value, report.files, "/files");
}

base::Result<ProgressReport> ProgressService::create(sql::Tx& tx, identity::Caller const& caller,
                                                     NewReport const& wanted) const {
    auto const today = base::day_of(caller.now);
    KUNYU_TRY(auto const of, task_in_plan(tx, wanted.task, today));
    KUNYU_TRY(auto const unit, acting_unit(tx, caller, of.task, wanted.unit, reporting));
    KUNYU_TRY(auto const window, report_window(of.plan, wanted.cycle));
    KUNYU_TRY_VOID(check_window(window, today, false));
    if (find_report(tx, wanted.task, unit, wanted.cycle))
        return base::refuse("supervision.report_exists", {{"cycle", to_string(of.plan.setting.cycle, wanted.cycle)}});
    auto report = blank(caller, of, wanted, window);
    report.id = ids_.next_as<ProgressReportTag>();
    report.unit = unit;
    if (!wanted.submit) fill_in(tx, report);
    KUNYU_TRY_VOID(store_change(tx, caller, report, wanted.change));
    insert_report(tx, report);
    auto const subject = subject_of(report, of);
    inbox_.start(tx, caller, inbox_subject(subject), work_title(tx, subject.title, subject), state_title(report.state));
    record_work(tx, caller, subject, {reporting, nullptr, report_record(report)});
    if (wanted.submit) {
        KUNYU_TRY_VOID(submit(tx, caller, report, of));
        KUNYU_TRY(auto const* row, check_step(report_transitions(), report.state, WorkStep::submit, {}));
        enter(tx, caller, report, of, *row, {});
    }
    return report;
}

base::Result<ProgressReport> ProgressService::edit(sql::Tx& tx, identity::Caller const& caller, ProgressReportId id,
                                                   std::int64_t version, ReportChange const& change) const {
    KUNYU_TRY(auto report, visible(tx, caller, id));
    KUNYU_TRY_VOID(identity::authorise(tx, caller, reporting, target_of(report.unit)));
    if (report.version != version) return base::refuse("identity.version_conflict");
    if (!is_open(report.state))
        return base::refuse("supervision.report_locked", {{"state", std::string(to_string(report.state))}});
    KUNYU_TRY(auto const of, task_in_plan(tx, report.task, base::day_of(caller.now)));
    auto before = report_record(report);
    KUNYU_TRY_VOID(store_change(tx, caller, report, change));
    ++report.version;
    report.updated_at = caller.now;
    update_report(tx, report);
    record_work(tx, caller, subject_of(report, of), {reporting, std::move(before), report_record(report)});
    return report;
}

/// Whether it may be handed in now; notes when it first was, and whether that was late.
base::Result<void> ProgressService::submit(sql::Tx& tx, identity::Caller const& caller, ProgressReport& report,
                                           TaskInPlan const& of) const {
    auto const today = base::day_of(caller.now);
    KUNYU_TRY_VOID(check_answers(tx, of.task, report.unit));
    KUNYU_TRY(auto const window, report_window(of.plan, report.cycle));
    KUNYU_TRY_VOID(check_window(window, today, report.state == WorkState::returned));
    auto const last = last_known_percent(tx, report.task, report.unit, report.cycle_end);
    KUNYU_TRY_VOID(check_content({report.percent, report.progress, report.fall_reason}, last));
    if (!report.submitted_at) {
        report.submitted_at = caller.now;
        report.late = today > window.due;
    }
    return {};
}

/// The step is taken: what it makes known, whom it concerns, what is recorded.
void ProgressService::enter(sql::Tx& tx, identity::Caller const& caller, ProgressReport& report, TaskInPlan const& of,
                            WorkTransition const& row, std::string const& reason) const {
    auto before = report_record(report);
    report.state = row.to;
    ++report.version;
    report.updated_at = caller.now;
    update_report(tx, report);
    append_report_step(tx, report, {row.step, caller.now, caller.account, caller.name, reason});
    if (row.step != WorkStep::accept) {
        rebuild_progress(tx, report.task, report.unit);
        rebuild_begun(tx, report.task);
    }
    auto const subject = subject_of(report, of);
    auto const target = target_of(report.unit);
    inbox_.close(tx, caller, inbox_subject(subject), to_string(row.step),
                 identity::on_behalf_of(tx, caller, row.action, target));
    inbox_.move(tx, caller, inbox_subject(subject), work_title(tx, subject.title, subject), state_title(report.state),
                report.state == WorkState::accepted);
    if (report.state == WorkState::submitted)
        open_todo(tx, caller, inbox_, subject,
                  {"progress.review", "supervision.todo_report_review", "progress.review"});
    if (report.state == WorkState::returned)
        open_todo(tx, caller, inbox_, subject,
                  {"progress.report",
                   "supervision.todo_report_mend",
                   reporting,
                   {},
                   {},
                   WorkNews{"programme.report_returned", "supervision.told_report_returned"}});
    if (report.state == WorkState::accepted)
        tell(
            tx, caller, notifier_, subject,
            {"programme.report_accepted", "supervision.told_report_accepted", report.version, {report.created_by}, {}});
    if (row.step == WorkStep::submit) calls_.settle(tx, caller, of.plan, report.unit, report.cycle);
    record_work(tx, caller, subject, {row.action, std::move(before), report_record(report), reason});
}

base::Result<ProgressReport> ProgressService::take_step(sql::Tx& tx, identity::Caller const& caller,
                                                        ProgressReportId id, std::optional<std::int64_t> version,
                                                        WorkStepInput const& input) const {
    KUNYU_TRY(auto report, visible(tx, caller, id));
    if (version && report.version != *version) return base::refuse("identity.version_conflict");
    KUNYU_TRY(auto const* row, check_step(report_transitions(), report.state, input.step, input.reason));
    KUNYU_TRY_VOID(identity::authorise(tx, caller, row->action, target_of(report.unit)));
    KUNYU_TRY(auto const of, task_in_plan(tx, report.task, base::day_of(caller.now)));
    if (row->step == WorkStep::submit) KUNYU_TRY_VOID(submit(tx, caller, report, of));
    enter(tx, caller, report, of, *row, input.reason);
    return report;
}

base::Result<ProgressReport> ProgressService::find(sql::Session& session, identity::Caller const& caller,
                                                   ProgressReportId id) const {
    return visible(session, caller, id);
}

base::Result<ProgressPage> ProgressService::list(sql::Session& session, identity::Caller const& caller,
                                                 ProgressQuery const& query) const {
    KUNYU_TRY_VOID(identity::authorise_any(caller, reading));
    return list_reports(session, query, identity::scope_of(session, caller, reading),
                        identity::scope_of(session, caller, reporting));
}

base::Result<std::vector<OwedOf>> ProgressService::owed(sql::Session& session, identity::Caller const& caller,
                                                        std::optional<PlanId> plan, std::optional<OrganisationId> unit,
                                                        base::Day day) const {
    KUNYU_TRY_VOID(identity::authorise_any(caller, reading));
    auto const wanted = [&](OrganisationId one) {
        return (!unit || *unit == one) && identity::may(session, caller, reporting, target_of(one));
    };
    std::vector<OwedOf> out;
    for (auto& found : list_plans(session, day)) {
        if (plan && found.id != *plan) continue;
        auto tasks = load_tasks(session, found, day);
        auto reports = owed_reports(session, found, tasks, day, wanted);
        if (!reports.empty()) out.push_back({std::move(found), std::move(tasks), std::move(reports)});
    }
    return out;
}

std::vector<WorkStep> ProgressService::offered(sql::Session& session, identity::Caller const& caller,
                                               ProgressReport const& report) const {
    return offered_steps(session, caller, report_transitions(), report.state, target_of(report.unit));
}

}  // namespace kunyu::programme
