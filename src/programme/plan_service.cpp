#include "programme/plan_service.hpp"

#include "audit/audit.hpp"
#include "identity/audit_entry.hpp"
#include "identity/permissions.hpp"
#include "programme/plan_json.hpp"
#include "programme/plan_pack.hpp"
#include "registry/application_attachments.hpp"

#include <algorithm>
#include <utility>

namespace kunyu::programme {
namespace {

constexpr char const* editing = "plan.edit";

Revision revision_of(PlanId plan, std::string kind, std::int64_t subject, std::string label,
                     std::string const& reason) {
    Revision revision;
    revision.plan = plan;
    revision.subject_kind = std::move(kind);
    revision.subject = subject;
    revision.subject_label = std::move(label);
    revision.reason = reason;
    return revision;
}

std::string label_of(Task const& task) {
    return std::to_string(task.number) + " " + task.title.zh;
}

/// This year's cadence said once more leaves what is to hold later.
Cadence cadence_after(Cadence cadence, PlanChange const& change, base::Day today) {
    auto const from = change.cycle_from.value_or(today.year());
    if (!change.cycle || (!change.cycle_from && cadence.of(from) == *change.cycle)) return cadence;
    cadence.change(from, *change.cycle);
    return cadence;
}

void apply(PlanChange const& change, Plan& plan, base::Day today) {
    if (change.name) plan.name = *change.name;
    if (change.target_by) plan.target_by = *change.target_by;
    if (change.note) plan.note = *change.note;
    if (change.document) plan.document = *change.document;
    if (!change.reading && !change.cycle && !change.rules) return;
    plan.setting.known_from = today;
    if (change.reading) plan.setting.reading = *change.reading;
    plan.setting.cycle = cadence_after(plan.setting.cycle, change, today);
    if (change.rules) plan.setting.rules = *change.rules;
}

/// The latest year on which there are reports, units' plans or calls for reports; nothing without any.
std::optional<int> last_year_in_use(sql::Session& session, PlanId plan) {
    auto const row = session.first(
        "SELECT MAX(year) FROM (SELECT MAX(year) AS year FROM progress_report WHERE plan = ? UNION ALL SELECT MAX(year)"
        " FROM unit_plan WHERE plan = ? AND year > 0 UNION ALL SELECT MAX(year) FROM report_call WHERE plan = ?) used",
        plan, plan, plan);
    return row->is_null(0) ? std::nullopt : std::optional(static_cast<int>(row->integer(0)));
}

/// Cycles are told apart by year and number: a year that is in use keeps its cadence.
base::Result<void> check_cycle(sql::Session& session, Plan const& plan, PlanChange const& change, base::Day today) {
    if (!change.cycle) return {};
    auto const from = change.cycle_from.value_or(today.year());
    if (from < today.year())
        return base::refuse_field("/cycle_from", "programme.cycle_from_past", {{"year", std::to_string(today.year())}});
    auto const used = last_year_in_use(session, plan.id);
    if (cadence_after(plan.setting.cycle, change, today) == plan.setting.cycle || !used || from > *used) return {};
    return base::refuse("programme.cycle_in_use",
                        {{"year", std::to_string(*used)}, {"from", std::to_string(*used + 1)}});
}

base::Result<void> check_goals(Plan const& plan, std::vector<std::string> const& goals) {
    for (auto const& goal : goals)
        if (std::none_of(plan.goals.begin(), plan.goals.end(), [&](auto const& one) { return one.slug == goal; }))
            return base::refuse_field("/goals", "programme.unknown_goal", {{"goal", goal}});
    return {};
}

base::Result<void> check_units(std::vector<TaskUnit> const& units) {
    bool const answered = std::any_of(units.begin(), units.end(), [](auto const& unit) {
        return unit.role == UnitRole::responsible || unit.role == UnitRole::lead;
    });
    if (!answered) return base::refuse_field("/units", "programme.nobody_answers");
    return {};
}

void apply(TaskChange const& change, Task& task) {
    if (change.section) task.section = *change.section;
    if (change.title) task.title = *change.title;
    if (change.mode) task.mode = *change.mode;
    if (change.paragraph) task.paragraph = *change.paragraph;
    if (change.goals) task.goals = *change.goals;
    if (change.units) task.units = *change.units;
}

base::Result<void> check_due(Milestone const& milestone, base::Day due, base::Day today) {
    if (milestone.due < today)
        return base::refuse("programme.due_has_passed",
                            {{"code", milestone.code}, {"due", base::to_string(milestone.due)}});
    if (due <= today) return base::refuse_field("/due", "programme.due_not_ahead", {{"today", base::to_string(today)}});
    return {};
}

}  // namespace

void PlanService::revise(sql::Tx& tx, identity::Caller const& caller, Revision revision) const {
    revision.id = ids_.next();
    revision.at = caller.now;
    revision.account = caller.account;
    revision.by_name = caller.name;
    insert_revision(tx, revision);
    auto entry = identity::audit_entry(tx, caller, editing,
                                       {revision.subject_kind, revision.subject, revision.subject_label, 0}, {});
    entry.before = std::move(revision.before);
    entry.after = std::move(revision.after);
    entry.reason = revision.reason;
    audit::append(tx, entry);
}

base::Result<PlanId> PlanService::create(sql::Tx& tx, identity::Caller const& caller,
                                         packs::PackPlan const& plan) const {
    KUNYU_TRY_VOID(identity::authorise(tx, caller, editing, {}));
    return enter_plan(tx, caller, ids_, plan, false);
}

base::Result<Plan> PlanService::change(sql::Tx& tx, identity::Caller const& caller, PlanId id, std::int64_t version,
                                       PlanChange const& change, std::string const& reason) const {
    KUNYU_TRY_VOID(identity::authorise(tx, caller, editing, {}));
    auto const today = base::day_of(caller.now);
    auto found = load_plan(tx, id, today);
    if (!found) return base::refuse("programme.plan_not_found");
    auto& plan = *found;
    if (plan.version != version) return base::refuse("identity.version_conflict");
    auto revision = revision_of(id, "plan", id.value, plan.name.zh, reason);
    revision.before = audit_json(plan);
    KUNYU_TRY_VOID(check_cycle(tx, plan, change, today));
    apply(change, plan, today);
    if (change.document && plan.document)
        KUNYU_TRY_VOID(registry::attach_files(tx, caller, "plan", id.value, {*plan.document}));
    ++plan.version;
    plan.updated_at = caller.now;
    update_plan(tx, plan);
    set_setting(tx, id, plan.setting);
    revision.after = audit_json(plan);
    revise(tx, caller, std::move(revision));
    return std::move(plan);
}

base::Result<Task> PlanService::change(sql::Tx& tx, identity::Caller const& caller, TaskId id, std::int64_t version,
                                       TaskChange const& change, std::string const& reason) const {
    KUNYU_TRY_VOID(identity::authorise(tx, caller, editing, {}));
    auto const today = base::day_of(caller.now);
    auto found = load_task(tx, id, today);
    if (!found) return base::refuse("programme.task_not_found");
    auto& task = *found;
    if (task.version != version) return base::refuse("identity.version_conflict");
    if (change.goals) KUNYU_TRY_VOID(check_goals(*load_plan(tx, task.plan, today), *change.goals));
    if (change.units) KUNYU_TRY_VOID(check_units(*change.units));
    auto revision = revision_of(task.plan, "task", id.value, label_of(task), reason);
    revision.before = audit_json(task);
    apply(change, task);
    ++task.version;
    task.updated_at = caller.now;
    update_task(tx, task);
    revision.after = audit_json(task);
    revise(tx, caller, std::move(revision));
    return std::move(task);
}

base::Result<Milestone> PlanService::change(sql::Tx& tx, identity::Caller const& caller, MilestoneId id,
                                            std::int64_t version, MilestoneChange const& change,
                                            std::string const& reason) const {
    KUNYU_TRY_VOID(identity::authorise(tx, caller, editing, {}));
    auto const today = base::day_of(caller.now);
    auto found = load_milestone(tx, id, today);
    if (!found) return base::refuse("programme.milestone_not_found");
    auto& milestone = *found;
    if (milestone.version != version) return base::refuse("identity.version_conflict");
    if (change.due) KUNYU_TRY_VOID(check_due(milestone, *change.due, today));
    auto revision = revision_of(*plan_of(tx, milestone.task), "milestone", id.value,
                                milestone.code + " " + milestone.deliverable.zh, reason);
    revision.before = audit_json(milestone);
    if (change.wording) milestone.wording = *change.wording;
    if (change.deliverable) milestone.deliverable = *change.deliverable;
    if (change.kind) milestone.kind = *change.kind;
    if (change.due) {
        milestone.due = *change.due;
        MilestoneDue due;
        due.ordinal = load_dues(tx, id).back().ordinal + 1;
        due.due = *change.due;
        due.known_from = today;
        due.origin = DueOrigin::revision;
        due.reason = reason;
        due.by_name = caller.name;
        due.at = caller.now;
        append_due(tx, id, due);
    }
    ++milestone.version;
    update_milestone(tx, milestone);
    revision.after = audit_json(milestone);
    revise(tx, caller, std::move(revision));
    return std::move(milestone);
}

}  // namespace kunyu::programme
