#include "programme/progress_json.hpp"

#include "programme/plan_store.hpp"
#include "registry/application_attachments.hpp"

namespace kunyu::programme {
namespace {

namespace json = boost::json;

constexpr base::TextRule long_text{1, 20'000, true};

/// When it is due and closes, by the plan's rules of today.
void add_window(json::object& out, Plan const& plan, Cycle cycle) {
    auto const window = report_window(plan, cycle);
    out["due_on"] = window ? json::value(base::to_string(window->due)) : json::value(nullptr);
    out["closes_on"] = window ? json::value(base::to_string(window->closes)) : json::value(nullptr);
}

json::array begun_json(References& references, ProgressReport const& report) {
    json::array out;
    for (auto const id : report.begun) out.push_back(references.milestone(MilestoneId{id}));
    return out;
}

}  // namespace

json::object report_summary(References& references, ProgressReport const& report) {
    return {{"id", report.id.value},
            {"plan", references.plan(report.plan)},
            {"task", references.task(report.task)},
            {"unit", references.unit(report.unit)},
            {"year", report.cycle.year},
            {"cycle", report.cycle.index},
            {"label", to_string(references.cadence(report.plan), report.cycle)},
            {"state", to_string(report.state)},
            {"percent", base::json_or_null(report.percent)},
            {"progress", base::json_or_null(report.progress)},
            {"problems", base::json_or_null(report.problems)},
            {"money_fen", base::json_or_null(report.money_fen)},
            {"fall_reason", base::json_or_null(report.fall_reason)},
            {"late", report.late},
            {"submitted_at", base::json_or_null(report.submitted_at)},
            {"created_by", registry::account_json(references.session(), report.created_by, report.created_by_name)},
            {"updated_at", base::to_string(report.updated_at)},
            {"sample", report.sample},
            {"version", report.version}};
}

json::object report_json(References& references, ProgressReport const& report, std::vector<WorkStep> const& offered) {
    auto out = report_summary(references, report);
    auto& session = references.session();
    add_window(out, *load_plan(session, report.plan, references.today()), report.cycle);
    out["begun"] = begun_json(references, report);
    out["files"] = registry::files_json(session, report.files);
    out["history"] = entries_json(session, load_report_steps(session, report.id));
    out["steps"] = steps_json(offered);
    return out;
}

json::object owed_json(References& references, Plan const& plan, OwedReport const& report) {
    return {{"plan", references.plan(plan.id)},
            {"task", references.task(report.task)},
            {"unit", references.unit(report.unit)},
            {"year", report.cycle.year},
            {"cycle", report.cycle.index},
            {"label", to_string(plan.setting.cycle, report.cycle)},
            {"due_on", base::to_string(report.window.due)},
            {"closes_on", base::to_string(report.window.closes)},
            {"state", to_string(report.state)},
            {"late", report.late},
            {"report", base::json_or_null(report.report)}};
}

json::object report_record(ProgressReport const& report) {
    return {{"task", report.task.value},
            {"unit", report.unit.value},
            {"year", report.cycle.year},
            {"cycle", report.cycle.index},
            {"state", to_string(report.state)},
            {"percent", base::json_or_null(report.percent)},
            {"progress", base::json_or_null(report.progress)},
            {"problems", base::json_or_null(report.problems)},
            {"money_fen", base::json_or_null(report.money_fen)},
            {"fall_reason", base::json_or_null(report.fall_reason)},
            {"begun", ids_json(report.begun)},
            {"files", ids_json(report.files)}};
}

ReportChange read_report_change(base::Reader& reader) {
    ReportChange change;
    if (reader.has("percent")) change.percent = reader.optional_integer("percent", 0, 100);
    if (reader.has("progress")) change.progress = reader.optional_text("progress", long_text);
    if (reader.has("problems")) change.problems = reader.optional_text("problems", long_text);
    if (reader.has("money_fen")) change.money_fen = reader.optional_integer("money_fen", 0, greatest_id);
    if (reader.has("fall_reason")) change.fall_reason = reader.optional_text("fall_reason", {1, 2000, true});
    if (reader.has("begun")) change.begun = reader.integers("begun", 100, 1, greatest_id);
    if (reader.has("files")) change.files = read_files(reader);
    return change;
}

}  // namespace kunyu::programme
