#include "programme/slip_service.hpp"

#include "programme/plan_store.hpp"
#include "programme/slip_json.hpp"
#include "registry/application_attachments.hpp"

#include <fmt/format.h>

#include <utility>

namespace kunyu::programme {
namespace {

constexpr char const* issuing = "slip.issue";
constexpr char const* replying = "slip.reply";
constexpr char const* reading = "slip.read";

WorkSubject subject_of(sql::Session& session, Slip const& slip) {
    auto const row = session.first("SELECT number, title_zh, title_en FROM plan_task WHERE id = ?", slip.task);
    auto const label = fmt::format("{}-{}", slip.year, slip.number);
    auto const zh = row->text(1);
    return {"slip",
            slip.id.value,
            slip.unit,
            {fmt::format("{} {} {}", label, row->integer(0), zh),
             fmt::format("{} {} {}", label, row->integer(0), row->optional_text(2).value_or(zh))},
            "supervision.matter_slip",
            fmt::format("/programme/slips/{}", slip.id.value)};
}

base::Result<Slip> visible(sql::Session& session, identity::Caller const& caller, SlipId id) {
    auto slip = load_slip(session, id);
    if (!slip || !identity::may(session, caller, reading, target_of(slip->unit)))
        return base::refuse("supervision.slip_not_found");
    return std::move(*slip);
}

base::Result<void> check_deadline(base::Day due, base::Day today) {
    if (due > today) return {};
    return base::refuse_field("/reply_due", "supervision.due_not_ahead", {{"today", base::to_string(today)}});
}

base::Result<void> check_input(SlipStepInput const& input, base::Day today) {
    if (input.statement.empty())
        return base::refuse_field(input.step == WorkStep::reply ? "/statement" : "/reason", "base.required");
    if (input.step != WorkStep::give_back) return {};
    if (!input.reply_due) return base::refuse_field("/reply_due", "base.required");
    return check_deadline(*input.reply_due, today);
}

SlipEvent event_of(Slip const& slip, identity::Caller const& caller, std::string kind, std::string statement,
                   std::vector<std::int64_t> files = {}) {
    SlipEvent event;
    event.kind = std::move(kind);
    event.level = slip.level;
    event.reply_due = slip.reply_due;
    event.statement = std::move(statement);
    event.at = caller.now;
    event.by = caller.account;
    event.by_name = caller.name;
    event.files = std::move(files);
    return event;
}

Slip new_slip(sql::Session& session, identity::Caller const& caller, Plan const& plan) {
    Slip slip;
    auto const today = base::day_of(caller.now);
    slip.plan = plan.id;
    slip.year = today.year();
    slip.number = next_slip_number(session, plan.id, slip.year);
    slip.issued_at = caller.now;
    slip.reply_due = reply_due(plan.setting.rules, slip.level, today);
    return slip;
}

std::string key_of(RedRun const& run, std::string const& label) {
    return fmt::format("{}:{}:{}", run.task.value, run.unit.value, label);
}

Cycle before(Cadence const& kind, Cycle cycle) {
    return cycle_of(kind, first_day(kind, cycle).plus_days(-1));
}

/// Whether a slip has come of a cycle of the run already.
bool counted(sql::Session& session, Cadence const& kind, RedRun const& run) {
    auto cycle = run.last;
    for (int i = 0; i < run.cycles; ++i, cycle = before(kind, cycle))
        if (has_slip_of_key(session, key_of(run, to_string(kind, cycle)))) return true;
    return false;
}

std::string event_kind(WorkStep step) {
    return step == WorkStep::reply ? "replied" : step == WorkStep::give_back ? "returned" : "closed";
}

}  // namespace

void SlipService::ask_for_reply(sql::Tx& tx, identity::Caller const& caller, Slip const& slip,
                                std::optional<WorkNews> news) const {
    open_todo(tx, caller, inbox_, subject_of(tx, slip),
              {replying,
               fmt::format("supervision.todo_slip_{}", to_string(slip.level)),
               replying,
               slip.reply_due,
               {},
               std::move(news)});
}

void SlipService::enter(sql::Tx& tx, identity::Caller const& caller, Slip& slip, std::string_view action,
                        std::vector<std::int64_t> const& files) const {
    slip.id = slip.id ? slip.id : ids_.next_as<SlipTag>();
    insert_slip(tx, slip);
    append_slip_event(tx, slip.id, event_of(slip, caller, "issued", slip.demand, files));
    auto const subject = subject_of(tx, slip);
    if (!caller.is_system)
        inbox_.start(tx, caller, inbox_subject(subject), work_title(tx, subject.title, subject),
                     state_title(slip.state));
    ask_for_reply(tx, caller, slip, WorkNews{"programme.slip_issued", "supervision.told_slip_issued"});
    record_work(tx, caller, subject, {action, nullptr, slip_record(slip), slip.demand});
}

base::Result<Slip> SlipService::issue(sql::Tx& tx, identity::Caller const& caller, NewSlip const& wanted) const {
    auto const today = base::day_of(caller.now);
    KUNYU_TRY_VOID(identity::authorise(tx, caller, issuing, target_of(wanted.unit)));
    KUNYU_TRY(auto const of, task_in_plan(tx, wanted.task, today));
    KUNYU_TRY_VOID(check_answers(tx, of.task, wanted.unit));
    if (wanted.reply_due) KUNYU_TRY_VOID(check_deadline(*wanted.reply_due, today));
    auto slip = new_slip(tx, caller, of.plan);
    slip.id = ids_.next_as<SlipTag>();
    slip.task = wanted.task;
    slip.unit = wanted.unit;
    slip.demand = wanted.demand;
    slip.sample = wanted.sample;
    if (wanted.reply_due) slip.reply_due = wanted.reply_due;
    KUNYU_TRY_VOID(registry::attach_files(tx, caller, "slip", slip.id.value, wanted.files, "/files"));
    enter(tx, caller, slip, issuing, wanted.files);
    return slip;
}

base::Result<Slip> SlipService::take_step(sql::Tx& tx, identity::Caller const& caller, SlipId id,
                                          std::optional<std::int64_t> version, SlipStepInput const& input) const {
    KUNYU_TRY(auto slip, visible(tx, caller, id));
    if (version && slip.version != *version) return base::refuse("identity.version_conflict");
    KUNYU_TRY(auto const* row, check_step(slip_transitions(), slip.state, input.step, "-"));
    KUNYU_TRY_VOID(identity::authorise(tx, caller, row->action, target_of(slip.unit)));
    KUNYU_TRY_VOID(check_input(input, base::day_of(caller.now)));
    KUNYU_TRY_VOID(registry::attach_files(tx, caller, "slip", id.value, input.files, "/files"));
    auto before = slip_record(slip);
    slip.state = row->to;
    slip.reply_due = row->step == WorkStep::give_back ? input.reply_due : std::nullopt;
    if (row->step == WorkStep::close) slip.closed_at = caller.now;
    ++slip.version;
    update_slip(tx, slip);
    append_slip_event(tx, id, event_of(slip, caller, event_kind(row->step), input.statement, input.files));
    auto const subject = subject_of(tx, slip);
    inbox_.close(tx, caller, inbox_subject(subject), to_string(row->step),
                 identity::on_behalf_of(tx, caller, row->action, target_of(slip.unit)));
    inbox_.move(tx, caller, inbox_subject(subject), work_title(tx, subject.title, subject), state_title(slip.state),
                slip.state == WorkState::closed);
    if (slip.state == WorkState::replied)
        open_todo(tx, caller, inbox_, subject, {"slip.review", "supervision.todo_slip_review", issuing});
    if (slip.state == WorkState::returned) ask_for_reply(tx, caller, slip);
    if (slip.state == WorkState::closed)
        tell(tx, caller, notifier_, subject,
             {"programme.slip_closed", "supervision.told_slip_closed", slip.version, {}, replying});
    record_work(tx, caller, subject, {row->action, std::move(before), slip_record(slip), input.statement});
    return slip;
}

bool SlipService::escalate(sql::Tx& tx, identity::Caller const& caller, SlipId id) const {
    auto found = load_slip(tx, id);
    auto const today = base::day_of(caller.now);
    if (!found || !escalates(found->level, found->reply_due, today)) return false;
    auto& slip = *found;
    auto const plan = *load_plan(tx, slip.plan, today);
    auto before = slip_record(slip);
    auto const missed = base::to_string(*slip.reply_due);
    slip.level = *next_level(slip.level);
    slip.reply_due = reply_due(plan.setting.rules, slip.level, today);
    ++slip.version;
    update_slip(tx, slip);
    auto const reason =
        base::Messages::instance().text("supervision.slip_escalated", base::Language::zh, {{"due", missed}});
    append_slip_event(tx, id, event_of(slip, caller, "escalated", reason));
    auto const subject = subject_of(tx, slip);
    inbox_.close(tx, caller, inbox_subject(subject), "escalate");
    ask_for_reply(tx, caller, slip, WorkNews{"programme.slip_escalated", "supervision.told_slip_escalated"});
    record_work(tx, caller, subject, {issuing, std::move(before), slip_record(slip), reason});
    return true;
}

bool SlipService::issue_by_rule(sql::Tx& tx, identity::Caller const& caller, Plan const& plan,
                                RedRun const& run) const {
    auto const& kind = plan.setting.cycle;
    if (has_open_slip(tx, run.task, run.unit) || counted(tx, kind, run)) return false;
    auto slip = new_slip(tx, caller, plan);
    slip.task = run.task;
    slip.unit = run.unit;
    slip.sample = plan.sample;
    slip.reason_key = key_of(run, to_string(kind, run.last));
    slip.demand =
        base::Messages::instance().text("supervision.slip_demand", base::Language::zh,
                                        {{"cycles", std::to_string(run.cycles)}, {"last", to_string(kind, run.last)}});
    enter(tx, caller, slip, issuing, {});
    return true;
}

base::Result<Slip> SlipService::find(sql::Session& session, identity::Caller const& caller, SlipId id) const {
    return visible(session, caller, id);
}

base::Result<SlipPage> SlipService::list(sql::Session& session, identity::Caller const& caller,
                                         SlipQuery const& query) const {
    KUNYU_TRY_VOID(identity::authorise_any(caller, reading));
    return list_slips(session, query, identity::scope_of(session, caller, reading));
}

std::vector<WorkStep> SlipService::offered(sql::Session& session, identity::Caller const& caller,
                                           Slip const& slip) const {
    return offered_steps(session, caller, slip_transitions(), slip.state, target_of(slip.unit));
}

}  // namespace kunyu::programme
