#include "programme/plan_pack.hpp"

#include "audit/audit.hpp"
#include "identity/audit_entry.hpp"
#include "programme/plan_json.hpp"
#include "programme/plan_store.hpp"
#include "registry/organisation_refs.hpp"
#include "registry/platform_store.hpp"

#include <map>
#include <utility>

namespace kunyu::programme {
namespace {

/// Looks up what a plan names, and notes what nobody knows.
class Names {
  public:
    explicit Names(sql::Session& session) : session_(session) {}

    std::optional<OrganisationId> unit(std::string const& place, std::string const& slug) {
        auto const found = registry::find_organisation(session_, slug);
        if (!found) fault(place, "programme.unknown_unit", {{"unit", slug}});
        return found;
    }
    std::optional<PlatformId> platform(std::string const& place, std::string const& code) {
        auto const found = registry::find_platform(session_, code);
        if (!found) fault(place, "registry.unknown_platform", {{"platform", code}});
        return found;
    }
    void fault(std::string const& place, std::string code, base::Params params) {
        refusal_.fields.push_back({place, std::move(code), std::move(params)});
    }
    base::Result<void> finish() const {
        if (!refusal_.fields.empty()) return refusal_;
        return {};
    }

  private:
    sql::Session& session_;
    base::Refusal refusal_{"base.invalid_input", {}, {}};
};

Name name_of(packs::PackName const& name) {
    return {name.zh, name.en};
}

Plan plan_of_pack(packs::PackPlan const& given, PlanId id, identity::Caller const& caller, bool sample) {
    Plan plan;
    plan.id = id;
    plan.slug = given.id;
    plan.name = name_of(given.name);
    plan.reference = given.reference;
    plan.issued = given.issued;
    plan.period_start = given.period_start;
    plan.period_end = given.period_end;
    plan.period = name_of(given.period_label);
    plan.target_by = given.target_by;
    plan.strategy = name_of(given.strategy);
    plan.basis = given.origin.basis;
    plan.source = given.origin.source;
    plan.note = given.note;
    plan.sample = sample;
    plan.created_at = plan.updated_at = caller.now;
    for (auto const& goal : given.goals) plan.goals.push_back({goal.id, name_of(goal.name), goal.measure});
    return plan;
}

base::Result<PlanSetting> setting_of(packs::PackPlan const& given) {
    PlanSetting setting;
    setting.known_from = given.issued;
    if (!given.supervision) return setting;
    setting.reading = parse_reading(given.supervision->reading).value_or(Reading::plain);
    setting.cycle = parse_cycle_kind(given.supervision->cycle).value_or(CycleKind::quarterly);
    KUNYU_TRY(setting.rules, read_rules(given.supervision->rules));
    return setting;
}

std::vector<std::string> goals_of(packs::PackPlan const& plan, std::int64_t number) {
    std::vector<std::string> out;
    for (auto const& goal : plan.goals)
        if (std::find(goal.tasks.begin(), goal.tasks.end(), number) != goal.tasks.end()) out.push_back(goal.id);
    return out;
}

void add_units(Names& names, std::string const& place, UnitRole role, std::vector<std::string> const& slugs,
               Task& task) {
    for (auto const& slug : slugs)
        if (auto const unit = names.unit(place + "/" + std::string(to_string(role)), slug))
            task.units.push_back({role, *unit});
}

TaskTarget target_of(Names& names, std::string const& place, packs::PackTarget const& given) {
    TaskTarget target{given.name, given.category, given.action, std::nullopt, std::nullopt, given.note};
    if (given.unit) target.unit = names.unit(place + "/unit", *given.unit);
    if (given.platform) target.platform = names.platform(place + "/ref", *given.platform);
    return target;
}

Task task_of(Names& names, packs::PackPlan const& plan, packs::PackTask const& given, std::string const& place) {
    Task task;
    task.number = given.number;
    task.section = given.section;
    task.title = name_of(given.title);
    task.mode = given.mode;
    task.quota_table = given.quota_table;
    task.incubated = given.incubated;
    task.details = {given.themes,      given.actions, given.joint_programmes, given.cooperation_fields,
                    given.commitments, given.sources};
    task.goals = goals_of(plan, given.number);
    add_units(names, place, UnitRole::convened_by, given.convened_by, task);
    add_units(names, place, UnitRole::with, given.with, task);
    add_units(names, place, UnitRole::lead, given.lead, task);
    add_units(names, place, UnitRole::responsible, given.responsible, task);
    add_units(names, place, UnitRole::participant, given.participants, task);
    for (std::size_t i = 0; i < given.targets.size(); ++i)
        task.targets.push_back(target_of(names, place + "/targets/" + std::to_string(i), given.targets[i]));
    return task;
}

void enter_milestones(sql::Tx& tx, base::IdGenerator& ids, identity::Caller const& caller, Plan const& plan,
                      TaskId task, std::vector<packs::PackMilestone> const& given) {
    std::int64_t ordinal = 0;
    for (auto const& item : given) {
        Milestone milestone;
        milestone.id = ids.next_as<MilestoneTag>();
        milestone.task = task;
        milestone.code = item.id;
        milestone.ordinal = ordinal++;
        milestone.wording = item.wording;
        milestone.kind = *parse_milestone_kind(item.kind);
        milestone.deliverable = name_of(item.deliverable);
        milestone.basis = item.basis;
        MilestoneDue due;
        due.due = item.due;
        due.due_strict = item.due_strict;
        due.known_from = plan.issued;
        due.by_name = caller.name;
        due.at = caller.now;
        insert_milestone(tx, plan.id, milestone, due);
    }
}

void record(sql::Tx& tx, identity::Caller const& caller, Plan const& plan, std::size_t tasks) {
    auto entry = identity::audit_entry(tx, caller, "plan.edit", {"plan", plan.id.value, plan.name.zh, 0}, {});
    auto after = audit_json(plan);
    after["tasks"] = tasks;
    entry.after = std::move(after);
    audit::append(tx, entry);
}

}  // namespace

base::Result<PlanId> enter_plan(sql::Tx& tx, identity::Caller const& caller, base::IdGenerator& ids,
                                packs::PackPlan const& given, bool sample) {
    if (find_plan(tx, given.id)) return base::refuse_field("/id", "programme.slug_taken", {{"slug", given.id}});
    auto plan = plan_of_pack(given, ids.next_as<PlanTag>(), caller, sample);
    KUNYU_TRY(plan.setting, setting_of(given));
    insert_plan(tx, plan);
    for (auto const& section : given.sections)
        if (section.en) set_section_name(tx, plan.id, section.zh, *section.en);
    Names names(tx);
    for (std::size_t i = 0; i < given.tasks.size(); ++i) {
        auto task = task_of(names, given, given.tasks[i], "/tasks/" + std::to_string(i));
        task.id = ids.next_as<TaskTag>();
        task.plan = plan.id;
        task.updated_at = caller.now;
        insert_task(tx, task);
        enter_milestones(tx, ids, caller, plan, task.id, given.tasks[i].milestones);
    }
    KUNYU_TRY_VOID(names.finish());
    record(tx, caller, plan, given.tasks.size());
    return plan.id;
}

base::Result<void> import_pack(sql::Tx& tx, identity::Caller const& caller, base::IdGenerator& ids,
                               packs::Pack const& pack) {
    if (!pack.plan || find_plan(tx, pack.plan->id)) return {};
    KUNYU_TRY_VOID(enter_plan(tx, caller, ids, *pack.plan, false));
    return {};
}

}  // namespace kunyu::programme
