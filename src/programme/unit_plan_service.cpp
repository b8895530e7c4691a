#include "programme/unit_plan_service.hpp"

#include "programme/known_store.hpp"
#include "programme/plan_store.hpp"
#include "programme/unit_plan_json.hpp"
#include "registry/application_attachments.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace kunyu::programme {
namespace {

constexpr char const* writing = "unit_plan.write";
constexpr char const* reading = "unit_plan.read";

bool is_open(WorkState state) {
    return state == WorkState::draft || state == WorkState::returned;
}

WorkSubject subject_of(UnitPlan const& unit_plan, Plan const& plan) {
    auto const& name = plan.name;
    auto const year = std::to_string(unit_plan.year);
    bool const whole = unit_plan.year == 0;
    return {"unit_plan",
            unit_plan.id.value,
            unit_plan.unit,
            whole ? Name{name.zh, name.en} : Name{year + " " + name.zh, year + " " + name.en.value_or(name.zh)},
            whole ? "supervision.matter_advancement" : "supervision.matter_year_plan",
            fmt::format("/programme/unit-plans/{}", unit_plan.id.value)};
}

base::Result<UnitPlan> visible(sql::Session& session, identity::Caller const& caller, UnitPlanId id) {
    auto plan = load_unit_plan(session, id);
    if (!plan) return base::refuse("supervision.unit_plan_not_found");
    auto const target = target_of(plan->unit);
    bool const seen =
        identity::may(session, caller, writing, target) ||
        ((plan->state != WorkState::draft || plan->accepted_at) && identity::may(session, caller, reading, target));
    if (!seen) return base::refuse("supervision.unit_plan_not_found");
    return std::move(*plan);
}

/// The tasks of the plan for which each unit answers.
using TasksOfUnits = std::map<OrganisationId, std::set<TaskId>>;
TasksOfUnits tasks_of_units(sql::Session& session, Plan const& plan, base::Day today) {
    Groups const groups(session);
    TasksOfUnits out;
    for (auto const& task : load_tasks(session, plan, today))
        for (auto const& unit : groups.answering(task).units) out[unit.unit].insert(task.id);
    return out;
}

/// The unit given, or the only one that answers for a task and for which the caller plans.
base::Result<OrganisationId> planning_unit(sql::Session& session, identity::Caller const& caller,
                                           TasksOfUnits const& units, std::optional<OrganisationId> given) {
    if (given) {
        KUNYU_TRY_VOID(identity::authorise(session, caller, writing, target_of(*given)));
        if (units.contains(*given)) return *given;
        return base::refuse_field("/unit", "supervision.unit_has_no_task", {{"unit", unit_name(session, *given).zh}});
    }
    std::vector<OrganisationId> own;
    for (auto const& entry : units)
        if (identity::may(session, caller, writing, target_of(entry.first))) own.push_back(entry.first);
    if (own.size() > 1) return base::refuse_field("/unit", "supervision.which_unit");
    if (own.empty()) return base::refuse("identity.not_permitted", {{"action", writing}});
    return own.front();
}

base::Result<void> check_own_tasks(sql::Session& session, UnitPlan const& unit_plan, Plan const& plan,
                                   base::Day today) {
    auto const units = tasks_of_units(session, plan, today);
    auto const own = units.find(unit_plan.unit);
    base::Refusal refusal{"base.invalid_input", {}, {}};
    for (std::size_t i = 0; i < unit_plan.tasks.size(); ++i)
        if (own == units.end() || !own->second.contains(unit_plan.tasks[i].task))
            refusal.fields.push_back({fmt::format("/tasks/{}/task", i), "supervision.not_the_units_task", {}});
    if (!refusal.fields.empty()) return refusal;
    return {};
}

/// Whether it says enough to be handed in.
base::Result<void> check_complete(sql::Session& session, UnitPlan const& unit_plan, Plan const& plan, base::Day today) {
    if (unit_plan.year == 0) {
        if (unit_plan.summary || !unit_plan.files.empty()) return {};
        return base::refuse_field("/summary", "supervision.plan_is_empty");
    }
    KUNYU_TRY_VOID(check_own_tasks(session, unit_plan, plan, today));
    return check_planned_tasks(unit_plan.tasks, cycles_in_year(plan.setting.cycle.of(static_cast<int>(unit_plan.year))),
                               planned_before(session, plan.id, unit_plan.unit, unit_plan.year));
}

boost::json::object content_of(UnitPlan const& unit_plan, Plan const& plan) {
    return {{"cycle", to_string(plan.setting.cycle.of(static_cast<int>(unit_plan.year)))},
            {"summary", base::json_or_null(unit_plan.summary)},
            {"files", ids_json(unit_plan.files)},
            {"tasks", planned_tasks_json(unit_plan.tasks)}};
}

}  // namespace

base::Result<void> UnitPlanService::store_change(sql::Tx& tx, identity::Caller const& caller, UnitPlan& plan,
                                                 Plan const& of, UnitPlanChange const& change) const {
    if (change.summary) plan.summary = *change.summary;
    if (change.files) plan.files = *change.files;
    if (change.tasks) {
        plan.tasks = *change.tasks;
        if (plan.year == 0 && !plan.tasks.empty())
            return base::refuse_field("/tasks", "supervision.no_figures_for_the_whole_plan");
        std::set<TaskId> seen;
        for (std::size_t i = 0; i < plan.tasks.size(); ++i)
            if (!seen.insert(plan.tasks[i].task).second)
                return base::refuse_field(fmt::format("/tasks/{}/task", i), "supervision.task_twice");
        KUNYU_TRY_VOID(check_own_tasks(tx, plan, of, base::day_of(caller.now)));
    }
    return registry::attach_files(tx, caller, "unit_plan", plan.id.value, plan.files, "/files");
}

base::Result<UnitPlan> UnitPlanService::create(sql::Tx& tx, identity::Caller const& caller,
                                               NewUnitPlan const& wanted) const {
    auto const today = base::day_of(caller.now);
    auto const of = load_plan(tx, wanted.plan, today);
    if (!of) return base::refuse("programme.plan_not_found");
    KUNYU_TRY(auto const unit, planning_unit(tx, caller, tasks_of_units(tx, *of, today), wanted.unit));
    KUNYU_TRY_VOID(check_plan_year(*of, wanted.year));
    if (has_unit_plan(tx, wanted.plan, unit, wanted.year)) return base::refuse("supervision.unit_plan_exists");
    UnitPlan plan;
    plan.id = ids_.next_as<UnitPlanTag>();
    plan.plan = wanted.plan;
    plan.unit = unit;
    plan.year = wanted.year;
    plan.sample = wanted.sample;
    plan.created_by = caller.account;
    plan.created_by_name = caller.name;
    plan.created_at = plan.updated_at = caller.now;
    KUNYU_TRY_VOID(store_change(tx, caller, plan, *of, wanted.change));
    insert_unit_plan(tx, plan);
    auto const subject = subject_of(plan, *of);
    inbox_.start(tx, caller, inbox_subject(subject), work_title(tx, subject.title, subject), state_title(plan.state));
    record_work(tx, caller, subject, {writing, nullptr, unit_plan_record(plan)});
    return plan;
}

base::Result<UnitPlan> UnitPlanService::edit(sql::Tx& tx, identity::Caller const& caller, UnitPlanId id,
                                             std::int64_t version, UnitPlanChange const& change) const {
    KUNYU_TRY(auto plan, visible(tx, caller, id));
    KUNYU_TRY_VOID(identity::authorise(tx, caller, writing, target_of(plan.unit)));
    if (plan.version != version) return base::refuse("identity.version_conflict");
    if (!is_open(plan.state))
        return base::refuse("supervision.unit_plan_locked", {{"state", std::string(to_string(plan.state))}});
    auto const of = *load_plan(tx, plan.plan, base::day_of(caller.now));
    auto before = unit_plan_record(plan);
    KUNYU_TRY_VOID(store_change(tx, caller, plan, of, change));
    ++plan.version;
    plan.updated_at = caller.now;
    update_unit_plan(tx, plan);
    record_work(tx, caller, subject_of(plan, of), {writing, std::move(before), unit_plan_record(plan)});
    return plan;
}

void UnitPlanService::hand_on(sql::Tx& tx, identity::Caller const& caller, UnitPlan const& plan, Plan const& of,
                              WorkTransition const& row) const {
    auto const subject = subject_of(plan, of);
    inbox_.close(tx, caller, inbox_subject(subject), to_string(row.step),
                 identity::on_behalf_of(tx, caller, row.action, target_of(plan.unit)));
    inbox_.move(tx, caller, inbox_subject(subject), work_title(tx, subject.title, subject), state_title(plan.state),
                plan.state == WorkState::accepted);
    bool const whole = plan.year == 0;
    if (plan.state == WorkState::submitted)
        open_todo(
            tx, caller, inbox_, subject,
            {"unit_plan.review", whole ? "supervision.todo_advancement_review" : "supervision.todo_year_plan_review",
             "unit_plan.review"});
    if (plan.state == WorkState::returned)
        open_todo(tx, caller, inbox_, subject,
                  {writing, whole ? "supervision.todo_advancement_mend" : "supervision.todo_year_plan_mend", writing});
}

base::Result<UnitPlan> UnitPlanService::take_step(sql::Tx& tx, identity::Caller const& caller, UnitPlanId id,
                                                  std::optional<std::int64_t> version,
                                                  WorkStepInput const& input) const {
    KUNYU_TRY(auto plan, visible(tx, caller, id));
    if (version && plan.version != *version) return base::refuse("identity.version_conflict");
    KUNYU_TRY(auto const* row, check_step(unit_plan_transitions(), plan.state, input.step, input.reason));
    KUNYU_TRY_VOID(identity::authorise(tx, caller, row->action, target_of(plan.unit)));
    auto const today = base::day_of(caller.now);
    auto const of = *load_plan(tx, plan.plan, today);
    bool const accepts = row->step == WorkStep::accept;
    if (row->step == WorkStep::submit || accepts) KUNYU_TRY_VOID(check_complete(tx, plan, of, today));
    auto before = unit_plan_record(plan);
    plan.state = row->to;
    if (row->step == WorkStep::submit) plan.submitted_at = caller.now;
    if (accepts) plan.accepted_at = caller.now;
    ++plan.version;
    plan.updated_at = caller.now;
    update_unit_plan(tx, plan);
    append_unit_plan_step(tx, id, {row->step, caller.now, caller.account, caller.name, input.reason},
                          accepts ? std::optional(content_of(plan, of)) : std::nullopt);
    if (accepts) rebuild_planned(tx, plan.plan, plan.unit);
    hand_on(tx, caller, plan, of, *row);
    record_work(tx, caller, subject_of(plan, of),
                {row->action, std::move(before), unit_plan_record(plan), input.reason});
    return plan;
}

base::Result<UnitPlan> UnitPlanService::find(sql::Session& session, identity::Caller const& caller,
                                             UnitPlanId id) const {
    return visible(session, caller, id);
}

base::Result<UnitPlanPage> UnitPlanService::list(sql::Session& session, identity::Caller const& caller,
                                                 UnitPlanQuery const& query) const {
    KUNYU_TRY_VOID(identity::authorise_any(caller, reading));
    return list_unit_plans(session, query, identity::scope_of(session, caller, reading),
                           identity::scope_of(session, caller, writing));
}

std::vector<WorkStep> UnitPlanService::offered(sql::Session& session, identity::Caller const& caller,
                                               UnitPlan const& plan) const {
    return offered_steps(session, caller, unit_plan_transitions(), plan.state, target_of(plan.unit));
}

}  // namespace kunyu::programme
