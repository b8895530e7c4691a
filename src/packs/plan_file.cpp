#include "packs/files.hpp"
#include "packs/members.hpp"

namespace kunyu::packs {
namespace {

using base::Reader;

constexpr base::TextRule wording_rule{.min = 1, .max = 500, .multiline = false};

PackGoal read_goal(Reader& reader) {
    PackGoal goal;
    goal.id = reader.text("id", id_rule);
    goal.name = read_name(reader);
    goal.measure = reader.optional_text("measure", wording_rule);
    goal.tasks = reader.integers("tasks", 1000, 1, 100'000);
    return goal;
}

PackTarget read_target(Reader& reader) {
    PackTarget target;
    target.name = reader.optional_text("name");
    target.category = read_optional_id(reader, "category");
    target.action = reader.choice("action", {"prepare", "strengthen", "build", "operate", "promote"});
    target.unit = read_optional_id(reader, "unit");
    target.platform = reader.optional_text("ref", id_rule);
    target.note = read_note(reader);
    return target;
}

PackMilestone read_milestone(Reader& reader) {
    PackMilestone milestone;
    milestone.id = reader.text("id", id_rule);
    milestone.due = reader.day("due");
    milestone.due_strict = reader.optional_day("due_strict");
    milestone.wording = reader.text("wording", wording_rule);
    milestone.kind = reader.choice("kind", {"complete", "start", "routine"});
    milestone.deliverable = read_name(reader, "deliverable");
    milestone.basis = read_basis(reader);
    if (milestone.due_strict && *milestone.due_strict > milestone.due)
        reader.fault("due_strict", "packs.strict_after_due");
    return milestone;
}

void read_units(Reader& reader, PackTask& task) {
    task.convened_by = read_ids(reader, "convened_by");
    task.with = read_ids(reader, "with");
    task.lead = read_ids(reader, "lead");
    task.responsible = read_ids(reader, "responsible");
    task.participants = read_ids(reader, "participants");
}

PackTask read_task(Reader& reader) {
    PackTask task;
    task.number = reader.integer("number", 1, 100'000);
    task.section = reader.text("section");
    task.title = read_name(reader, "title");
    task.mode = reader.optional_choice("mode", {"plain", "divided"});
    read_units(reader, task);
    task.quota_table = reader.optional_integer("quota_table", 1, 1000);
    task.incubated = reader.optional_integer("incubated", 0, 100'000);
    task.themes = reader.texts("themes", 100, wording_rule);
    task.actions = reader.texts("actions", 100, wording_rule);
    task.joint_programmes = reader.texts("joint_programmes", 100, wording_rule);
    task.cooperation_fields = reader.texts("cooperation_fields", 100, wording_rule);
    task.commitments = reader.texts("commitments", 100, wording_rule);
    task.sources = reader.texts("sources", 100, wording_rule);
    reader.each("targets", 1000, [&](Reader& item) { task.targets.push_back(read_target(item)); });
    reader.each("milestones", 1000, [&](Reader& item) { task.milestones.push_back(read_milestone(item)); });
    return task;
}

void read_period(Reader& reader, PackPlan& plan) {
    reader.object("period", [&](Reader& period) {
        plan.period_start = period.day("start");
        plan.period_end = period.day("end");
        plan.period_label = read_name(period, "label");
        if (plan.period_end < plan.period_start) period.fault("end", "packs.ends_before_it_begins");
    });
}

void read_supervision(Reader& reader, PackPlan& plan) {
    reader.optional_object("supervision", [&](Reader& item) {
        PackSupervision supervision;
        supervision.reading = item.choice("reading", {"plain", "strict"});
        supervision.cycle = item.choice("cycle", {"quarterly", "monthly"});
        if (auto const* rules = item.raw("rules"))
            supervision.rules = *rules;
        else
            item.fault("rules", "base.required");
        plan.supervision = std::move(supervision);
    });
}

}  // namespace

PackPlan read_plan(Reader& reader) {
    PackPlan plan;
    plan.id = read_id(reader, "id");
    plan.name = read_name(reader);
    plan.reference = reader.text("reference");
    plan.issued = reader.day("issued");
    plan.target_by = reader.day("target_by");
    plan.strategy = read_name(reader, "strategy");
    read_period(reader, plan);
    plan.validity = read_validity(reader);
    plan.origin = read_origin(reader);
    plan.note = read_note(reader);
    read_supervision(reader, plan);
    reader.each("goals", 100, [&](Reader& item) { plan.goals.push_back(read_goal(item)); });
    if (reader.has("sections"))
        reader.each("sections", 100, [&](Reader& item) {
            PackName name;
            name.zh = item.text("zh");
            name.en = item.optional_text("en");
            plan.sections.push_back(std::move(name));
        });
    reader.each("tasks", 10'000, [&](Reader& item) { plan.tasks.push_back(read_task(item)); });
    return plan;
}

void read_plan(std::string_view file, std::string_view bytes, Pack& pack, Faults& faults) {
    read_json_file(file, bytes, faults, [&](Reader& reader) { pack.plan = read_plan(reader); });
}

}  // namespace kunyu::packs
