#include "programme/plan_json.hpp"

#include "base/json.hpp"
#include "files/file_json.hpp"
#include "programme/plan_store.hpp"
#include "sql/filter.hpp"

#include <utility>

namespace kunyu::programme {
namespace {

namespace json = boost::json;
using registry::name_json;

json::array texts(std::vector<std::string> const& list) {
    return json::array(list.begin(), list.end());
}

std::vector<OrganisationId> organisations_of(std::vector<Task> const& tasks, Groups const& groups) {
    std::vector<OrganisationId> out;
    for (auto const& task : tasks) {
        for (auto const& unit : task.units) out.push_back(unit.organisation);
        for (auto const& unit : groups.answering(task).units) out.push_back(unit.unit);
        for (auto const& target : task.targets)
            if (target.unit) out.push_back(*target.unit);
    }
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

std::map<PlatformId, std::string> states_of(sql::Session& session, std::vector<PlatformId> const& platforms,
                                            base::Day day) {
    std::map<PlatformId, std::string> out;
    for (auto const platform : platforms)
        if (auto const row = session.first(
                "SELECT state FROM platform_interval WHERE platform = ? AND valid_from <= ? AND valid_to > ?", platform,
                day, day))
            out[platform] = row->text(0);
    return out;
}

json::object details_json(TaskDetails const& details) {
    return {{"themes", texts(details.themes)},
            {"actions", texts(details.actions)},
            {"joint_programmes", texts(details.joint_programmes)},
            {"cooperation_fields", texts(details.cooperation_fields)},
            {"commitments", texts(details.commitments)},
            {"sources", texts(details.sources)}};
}

json::array units_json(Task const& task, TaskContext const& context) {
    json::array out;
    for (auto const& unit : task.units)
        out.push_back(json::object{{"role", to_string(unit.role)},
                                   {"organisation", organisation_json(context, unit.organisation)}});
    return out;
}

json::object answering_json(AnsweringUnit const& unit, TaskContext const& context) {
    return {{"unit", organisation_json(context, unit.unit)},
            {"group", unit.group ? organisation_json(context, *unit.group) : json::value(nullptr)}};
}

json::value platform_value(TaskContext const& context, std::optional<PlatformId> id) {
    if (!id) return nullptr;
    auto const found = context.platforms.find(*id);
    return found == context.platforms.end() ? json::value(nullptr) : json::value(registry::to_json(found->second));
}

json::array targets_json(Task const& task, TaskContext const& context) {
    json::array out;
    for (auto const& target : task.targets) {
        auto const state = target.platform ? context.states.find(*target.platform) : context.states.end();
        out.push_back(
            json::object{{"name", base::json_or_null(target.name)},
                         {"category", base::json_or_null(target.category)},
                         {"action", target.action},
                         {"unit", target.unit ? organisation_json(context, *target.unit) : json::value(nullptr)},
                         {"platform", platform_value(context, target.platform)},
                         {"state", state == context.states.end() ? json::value(nullptr) : json::value(state->second)},
                         {"note", base::json_or_null(target.note)}});
    }
    return out;
}

/// Hundredths of a point as a number of points.
json::value percent_json(std::optional<std::int64_t> const& hundredths) {
    return hundredths ? json::value(static_cast<double>(*hundredths) / 100.0) : json::value(nullptr);
}

void add_progress(json::object& out, KnownProgress const& progress) {
    out["planned"] = percent_json(progress.planned);
    out["reported"] = percent_json(progress.reported);
    out["behind"] = percent_json(behind(progress));
}

json::object slip_json(OpenSlip const& slip, TaskContext const& context) {
    return {{"id", slip.id},
            {"unit", organisation_json(context, slip.unit)},
            {"level", slip.level},
            {"reply_due", base::json_or_null(slip.reply_due)},
            {"replied", slip.replied}};
}

json::object params_json(base::Params const& params) {
    json::object out;
    for (auto const& [key, value] : params) out[key] = value;
    return out;
}

json::object unit_json(UnitStanding const& unit, TaskContext const& context, base::Language language) {
    auto out = answering_json(unit.unit, context);
    add_progress(out, unit.progress);
    out["light"] = light_json(unit.verdict, language);
    out["report"] = to_string(unit.report);
    return out;
}

json::value document_json(sql::Session& session, std::optional<std::int64_t> const& document) {
    if (!document) return nullptr;
    auto const file = files::Store::find(session, files::FileId{*document});
    return file ? json::value(files::to_json(*file)) : json::value(nullptr);
}

}  // namespace

std::string_view milestone_standing(Milestone const& milestone, base::Day day) {
    if (milestone.verified_on) return "verified";
    if (milestone.due < day) return "overdue";
    return milestone.begun_on ? "begun" : "open";
}

TaskContext load_context(sql::Session& session, std::vector<Task> const& tasks, base::Day day) {
    TaskContext context{Groups(session), {}, {}, {}, day};
    context.organisations = registry::organisation_refs(session, organisations_of(tasks, context.groups));
    std::vector<PlatformId> platforms;
    for (auto const& task : tasks)
        for (auto const& target : task.targets)
            if (target.platform) platforms.push_back(*target.platform);
    context.platforms = registry::platform_refs(session, platforms);
    context.states = states_of(session, platforms, day);
    return context;
}

json::value organisation_json(TaskContext const& context, OrganisationId id) {
    auto const found = context.organisations.find(id);
    return found == context.organisations.end() ? json::value(nullptr) : json::value(registry::to_json(found->second));
}

json::object section_json(Task const& task) {
    return name_json({task.section, task.section_en});
}

namespace {

json::array changes_json(Cadence const& cadence) {
    json::array out;
    for (auto const& [year, kind] : cadence.changes())
        out.push_back(json::object{{"from", year}, {"cycle", to_string(kind)}});
    return out;
}

}  // namespace

json::object to_json(Plan const& plan, sql::Session& session, base::Day day) {
    json::array goals;
    for (auto const& goal : plan.goals)
        goals.push_back(json::object{
            {"id", goal.slug}, {"name", name_json(goal.name)}, {"measure", base::json_or_null(goal.measure)}});
    return {{"id", plan.id.value},
            {"slug", plan.slug},
            {"version", plan.version},
            {"name", name_json(plan.name)},
            {"reference", base::json_or_null(plan.reference)},
            {"issued", base::to_string(plan.issued)},
            {"period", json::object{{"start", base::to_string(plan.period_start)},
                                    {"end", base::to_string(plan.period_end)},
                                    {"label", name_json(plan.period)}}},
            {"target_by", base::to_string(plan.target_by)},
            {"strategy", plan.strategy ? json::value(name_json(*plan.strategy)) : json::value(nullptr)},
            {"document", document_json(session, plan.document)},
            {"basis", plan.basis},
            {"source", base::json_or_null(plan.source)},
            {"note", base::json_or_null(plan.note)},
            {"sample", plan.sample},
            {"samples", count_samples(session, plan.id)},
            {"reading", to_string(plan.setting.reading)},
            {"cycle", to_string(plan.setting.cycle.of(day.year()))},
            {"cycle_changes", changes_json(plan.setting.cycle)},
            {"rules", to_json(plan.setting.rules)},
            {"setting_known_from", base::to_string(plan.setting.known_from)},
            {"goals", std::move(goals)},
            {"updated_at", base::to_string(plan.updated_at)}};
}

json::object audit_json(Plan const& plan) {
    return {{"slug", plan.slug},
            {"name", name_json(plan.name)},
            {"reference", base::json_or_null(plan.reference)},
            {"target_by", base::to_string(plan.target_by)},
            {"document", base::json_or_null(plan.document)},
            {"note", base::json_or_null(plan.note)},
            {"reading", to_string(plan.setting.reading)},
            {"cycle", to_string(plan.setting.cycle.of(plan.period_end.year()))},
            {"cycle_changes", changes_json(plan.setting.cycle)},
            {"rules", to_json(plan.setting.rules)}};
}

json::object audit_json(Task const& task) {
    json::array units;
    for (auto const& unit : task.units)
        units.push_back(json::object{{"role", to_string(unit.role)}, {"organisation", unit.organisation.value}});
    return {{"number", task.number},
            {"section", task.section},
            {"title", name_json(task.title)},
            {"mode", base::json_or_null(task.mode)},
            {"quota_table", base::json_or_null(task.quota_table)},
            {"paragraph", base::json_or_null(task.paragraph)},
            {"goals", texts(task.goals)},
            {"units", std::move(units)}};
}

json::object audit_json(Milestone const& milestone) {
    return {{"code", milestone.code},
            {"wording", milestone.wording},
            {"kind", to_string(milestone.kind)},
            {"deliverable", name_json(milestone.deliverable)},
            {"due", base::to_string(milestone.due)}};
}

json::object to_json(Milestone const& milestone, base::Day day) {
    return {{"id", milestone.id.value},
            {"code", milestone.code},
            {"version", milestone.version},
            {"due", base::to_string(milestone.due)},
            {"first_due", base::to_string(milestone.first_due)},
            {"wording", milestone.wording},
            {"kind", to_string(milestone.kind)},
            {"deliverable", name_json(milestone.deliverable)},
            {"basis", milestone.basis},
            {"state", milestone_standing(milestone, day)},
            {"begun_on", base::json_or_null(milestone.begun_on)},
            {"verified_on", base::json_or_null(milestone.verified_on)}};
}

json::object to_json(MilestoneDue const& due) {
    return {{"due", base::to_string(due.due)},
            {"due_strict", base::json_or_null(due.due_strict)},
            {"known_from", base::to_string(due.known_from)},
            {"origin", to_string(due.origin)},
            {"request", base::json_or_null(due.request)},
            {"reason", base::json_or_null(due.reason)},
            {"by_name", due.by_name},
            {"at", base::to_string(due.at)}};
}

json::object to_json(Task const& task, TaskContext const& context) {
    auto const answering = context.groups.answering(task);
    json::array units;
    for (auto const& unit : answering.units) units.push_back(answering_json(unit, context));
    json::array open;
    for (auto const group : answering.open) open.push_back(organisation_json(context, group));
    json::array milestones;
    for (auto const& milestone : task.milestones) milestones.push_back(to_json(milestone, context.day));
    return {{"id", task.id.value},
            {"number", task.number},
            {"version", task.version},
            {"section", task.section},
            {"section_name", section_json(task)},
            {"title", name_json(task.title)},
            {"mode", base::json_or_null(task.mode)},
            {"quota_table", base::json_or_null(task.quota_table)},
            {"incubated", base::json_or_null(task.incubated)},
            {"details", details_json(task.details)},
            {"paragraph", base::json_or_null(task.paragraph)},
            {"goals", texts(task.goals)},
            {"units", units_json(task, context)},
            {"answering", std::move(units)},
            {"open_groups", std::move(open)},
            {"targets", targets_json(task, context)},
            {"milestones", std::move(milestones)}};
}

json::object light_json(LightVerdict const& verdict, base::Language language) {
    auto const& messages = base::Messages::instance();
    json::array reasons;
    for (auto const& reason : verdict.reasons)
        reasons.push_back(json::object{{"light", to_string(reason.light)},
                                       {"code", reason.code},
                                       {"text", messages.text(reason.code, language, reason.params)},
                                       {"params", params_json(reason.params)}});
    auto const sentence = reasons.front().as_object().at("text");
    return {{"light", to_string(verdict.light)},
            {"periodic", verdict.periodic},
            {"sentence", sentence},
            {"reasons", std::move(reasons)}};
}

json::object to_json(TaskStanding const& standing, TaskContext const& context, base::Language language) {
    json::array units;
    for (auto const& unit : standing.units) units.push_back(unit_json(unit, context, language));
    json::array slips;
    for (auto const& slip : standing.slips) slips.push_back(slip_json(slip, context));
    json::array open;
    for (auto const group : standing.open_groups) open.push_back(organisation_json(context, group));
    json::object out{
        {"id", standing.task.value}, {"number", standing.number}, {"light", light_json(standing.verdict, language)}};
    add_progress(out, standing.known.progress);
    out["units"] = std::move(units);
    out["open_groups"] = std::move(open);
    out["slips"] = std::move(slips);
    return out;
}

json::object to_json(Lights const& lights) {
    return {{"grey", lights.grey},
            {"green", lights.green},
            {"yellow", lights.yellow},
            {"red", lights.red},
            {"blue", lights.blue}};
}

}  // namespace kunyu::programme
