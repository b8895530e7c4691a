#include "programme/sample_history.hpp"

#include "programme/answering.hpp"
#include "programme/evidence_store.hpp"
#include "programme/extension_store.hpp"
#include "programme/known_store.hpp"
#include "programme/plan_store.hpp"
#include "programme/progress_store.hpp"
#include "programme/red_tasks.hpp"
#include "programme/slip_store.hpp"
#include "programme/unit_plan_store.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace kunyu::programme {
namespace {

constexpr std::string_view plan_slug = "plan-2017";
constexpr auto quarterly = CycleKind::quarterly;
constexpr Cycle first_cycle{2017, 4};
constexpr Cycle last_cycle{2020, 4};
constexpr std::int64_t cycles = 13;
/// Of a long list of units (the provinces) so many report.
constexpr std::size_t most_units = 8;
/// The task that falls behind in 2019 and gets a slip.
constexpr std::int64_t troubled = 5;
/// The task whose unit asks for more time.
constexpr std::int64_t extended = 12;

base::Instant at(base::Day day, int hour) {
    return base::start_of(day).plus_seconds(std::int64_t{3600} * hour);
}

std::string text(std::string_view code, base::Params const& params = {}) {
    return base::Messages::instance().text("supervision.sample_" + std::string(code), base::Language::zh, params);
}

/// The place of a cycle in the history, from 0.
std::int64_t place_of(Cycle cycle) {
    return (cycle.year - first_cycle.year) * 4 + cycle.index - first_cycle.index;
}

std::int64_t planned_by(Cycle cycle) {
    return 100 * (place_of(cycle) + 1) / cycles;
}

/// Points by which the unit lags behind what it planned.
std::int64_t lag_of(std::int64_t task, std::size_t unit, Cycle cycle) {
    if (task == troubled && cycle >= Cycle{2018, 3} && cycle <= Cycle{2019, 4}) return 36;
    if (task % 4 == 3 && cycle >= Cycle{2018, 3} && cycle <= Cycle{2019, 1}) return 14;
    return (task * 3 + static_cast<std::int64_t>(unit) * 5 + place_of(cycle) * 2) % 7;
}

class History {
  public:
    History(sql::Tx& tx, base::IdGenerator& ids, Plan plan) : tx_(tx), ids_(ids), plan_(std::move(plan)) {}

    std::int64_t run() {
        auto const tasks = load_tasks(tx_, plan_, last_day(quarterly, last_cycle));
        Groups const groups(tx_);
        std::map<OrganisationId, std::vector<TaskId>> tasks_of;
        for (auto const& task : tasks) {
            auto units = groups.answering(task).units;
            if (units.size() > most_units) units.resize(most_units);
            for (std::size_t i = 0; i < units.size(); ++i) {
                report(task, units[i].unit, i);
                tasks_of[units[i].unit].push_back(task.id);
            }
            if (!units.empty()) prove(task, units.front().unit);
            rebuild_begun(tx_, task.id);
            if (task.number == troubled) admonish(task, units.front().unit);
            if (task.number == extended) extend(task, units.front().unit);
        }
        for (auto const& [unit, own] : tasks_of) plan_years(unit, own);
        return made_;
    }

  private:
    void report(Task const& task, OrganisationId unit, std::size_t place) {
        std::int64_t percent = 0;
        for (auto cycle = first_cycle; cycle <= last_cycle; cycle = next(quarterly, cycle)) {
            auto const turn = task.number * 7 + static_cast<std::int64_t>(place) * 3 + place_of(cycle);
            percent = std::max(percent, planned_by(cycle) - lag_of(task.number, place, cycle));
            if (turn % 31 == 0) continue;
            bool const late = turn % 17 == 0;
            enter_report(task, unit, cycle, percent, late);
        }
        rebuild_progress(tx_, task.id, unit);
    }

    void enter_report(Task const& task, OrganisationId unit, Cycle cycle, std::int64_t percent, bool late) {
        auto const end = last_day(quarterly, cycle);
        ProgressReport report;
        report.id = ids_.next_as<ProgressReportTag>();
        report.plan = plan_.id;
        report.task = task.id;
        report.unit = unit;
        report.cycle = cycle;
        report.cycle_end = end;
        report.version = 3;
        report.state = WorkState::accepted;
        report.percent = percent;
        report.progress =
            text("progress", {{"cycle", to_string(quarterly, cycle)}, {"percent", std::to_string(percent)}});
        report.late = late;
        report.sample = true;
        report.created_by_name = text("reporter");
        report.created_at = at(end.plus_days(2), 9);
        report.submitted_at = at(end.plus_days(late ? 16 : 6), 10);
        report.updated_at = report.submitted_at->plus_seconds(5 * 86'400);
        for (auto const& milestone : task.milestones)
            if (milestone.first_due <= end.plus_days(180)) report.begun.push_back(milestone.id.value);
        insert_report(tx_, report);
        update_report(tx_, report);
        append_report_step(tx_, report, {WorkStep::submit, *report.submitted_at, {}, report.created_by_name, {}});
        append_report_step(tx_, report, {WorkStep::accept, report.updated_at, {}, text("officer"), {}});
        ++made_;
    }

    void plan_years(OrganisationId unit, std::vector<TaskId> const& tasks) {
        for (int year = first_cycle.year + 1; year <= last_cycle.year; ++year) {
            UnitPlan plan;
            plan.id = ids_.next_as<UnitPlanTag>();
            plan.plan = plan_.id;
            plan.unit = unit;
            plan.year = year;
            plan.version = 3;
            plan.state = WorkState::accepted;
            plan.summary = text("year_plan", {{"year", std::to_string(year)}});
            plan.sample = true;
            plan.created_by_name = text("reporter");
            plan.created_at = at(base::Day::of(year, 1, 8), 9);
            plan.submitted_at = at(base::Day::of(year, 1, 15), 9);
            plan.accepted_at = plan.updated_at = at(base::Day::of(year, 1, 25), 15);
            for (auto const task : tasks) plan.tasks.push_back(year_of(task, year));
            insert_unit_plan(tx_, plan);
            update_unit_plan(tx_, plan);
            append_unit_plan_step(tx_, plan.id, {WorkStep::submit, *plan.submitted_at, {}, plan.created_by_name, {}},
                                  std::nullopt);
            append_unit_plan_step(tx_, plan.id, {WorkStep::accept, *plan.accepted_at, {}, text("officer"), {}},
                                  boost::json::object{{"cycle", to_string(quarterly)},
                                                      {"summary", *plan.summary},
                                                      {"files", boost::json::array{}},
                                                      {"tasks", planned_tasks_json(plan.tasks)}});
            ++made_;
        }
        rebuild_planned(tx_, plan_.id, unit);
    }

    static PlannedTask year_of(TaskId task, int year) {
        PlannedTask planned;
        planned.task = task;
        for (int quarter = 1; quarter <= 4; ++quarter) planned.planned.push_back(planned_by({year, quarter}));
        planned.goals = {{text("goal_first"), 40, 2}, {text("goal_second"), 60, 4}};
        return planned;
    }

    void prove(Task const& task, OrganisationId unit) {
        for (auto const& milestone : task.milestones) {
            auto const turn = task.number * 5 + milestone.ordinal * 3;
            if (turn % 11 == 0 || milestone.first_due.year() > 2020) continue;
            auto const handed_in = milestone.first_due.plus_days(turn % 5 == 0 ? 40 : -15);
            Evidence evidence;
            evidence.id = ids_.next_as<EvidenceTag>();
            evidence.milestone = milestone.id;
            evidence.task = task.id;
            evidence.unit = unit;
            evidence.version = 2;
            evidence.state = WorkState::verified;
            evidence.statement = text("evidence", {{"deliverable", milestone.deliverable.zh}});
            evidence.handed_in_at = at(handed_in, 10);
            evidence.handed_in_by_name = text("reporter");
            evidence.decided_at = at(handed_in.plus_days(10), 16);
            evidence.decided_by = identity::AccountId{};
            evidence.decided_by_name = text("officer");
            evidence.sample = true;
            insert_evidence(tx_, evidence);
            update_evidence(tx_, evidence);
            rebuild_verified(tx_, milestone.id);
            ++made_;
        }
    }

    void admonish(Task const& task, OrganisationId unit) {
        Slip slip;
        slip.id = ids_.next_as<SlipTag>();
        slip.plan = plan_.id;
        slip.task = task.id;
        slip.unit = unit;
        slip.version = 5;
        slip.year = 2019;
        slip.number = next_slip_number(tx_, plan_.id, slip.year);
        slip.level = SlipLevel::orange;
        slip.state = WorkState::closed;
        slip.demand = text("slip_demand");
        slip.issued_at = at(base::Day::of(2019, 7, 15), 9);
        slip.closed_at = at(base::Day::of(2019, 8, 20), 9);
        slip.sample = true;
        insert_slip(tx_, slip);
        update_slip(tx_, slip);
        auto const happens = [&](char const* kind, SlipLevel level, std::optional<base::Day> due, char const* words,
                                 base::Day day) {
            append_slip_event(tx_, slip.id, {0, kind, level, due, text(words), at(day, 9), {}, text("officer"), {}});
        };
        happens("issued", SlipLevel::blue, base::Day::of(2019, 7, 25), "slip_demand", base::Day::of(2019, 7, 15));
        happens("escalated", SlipLevel::orange, base::Day::of(2019, 8, 2), "slip_escalated",
                base::Day::of(2019, 7, 26));
        happens("replied", SlipLevel::orange, std::nullopt, "slip_reply", base::Day::of(2019, 8, 1));
        happens("closed", SlipLevel::orange, std::nullopt, "slip_closed", base::Day::of(2019, 8, 20));
        ++made_;
    }

    void extend(Task const& task, OrganisationId unit) {
        auto const& milestone = task.milestones.back();
        Extension extension;
        extension.id = ids_.next_as<ExtensionTag>();
        extension.milestone = milestone.id;
        extension.task = task.id;
        extension.unit = unit;
        extension.version = 2;
        extension.state = WorkState::approved;
        extension.due_then = milestone.due;
        extension.new_due = milestone.due.plus_months(6);
        extension.reason = text("extension_reason");
        extension.requested_at = at(base::Day::of(2020, 10, 20), 10);
        extension.requested_by_name = text("reporter");
        extension.decided_at = at(base::Day::of(2020, 11, 5), 16);
        extension.decided_by = identity::AccountId{};
        extension.decided_by_name = text("officer");
        extension.decision_reason = text("extension_decision");
        extension.sample = true;
        insert_extension(tx_, extension);
        update_extension(tx_, extension);
        MilestoneDue due;
        due.ordinal = load_dues(tx_, milestone.id).back().ordinal + 1;
        due.due = extension.new_due;
        due.known_from = base::Day::of(2020, 11, 5);
        due.origin = DueOrigin::extension;
        due.request = extension.id.value;
        due.reason = extension.reason;
        due.by_name = text("officer");
        due.at = *extension.decided_at;
        append_due(tx_, milestone.id, due);
        ++made_;
    }

    sql::Tx& tx_;
    base::IdGenerator& ids_;
    Plan plan_;
    std::int64_t made_ = 0;
};

/// The ids of the table's sample rows.
std::vector<std::int64_t> samples_of(sql::Tx& tx, std::string const& table) {
    std::vector<std::int64_t> ids;
    for (auto const& row : tx.query("SELECT id FROM " + table + " WHERE sample = 1")) ids.push_back(row.integer(0));
    return ids;
}

/// With what hangs on them: pairs of table and column.
std::int64_t remove_samples(sql::Tx& tx, std::string const& table,
                            std::vector<std::pair<char const*, char const*>> const& parts) {
    for (auto const& [part, column] : parts)
        tx.exec("DELETE FROM " + std::string(part) + " WHERE " + column + " IN (SELECT id FROM " + table +
                " WHERE sample = 1)");
    return tx.exec("DELETE FROM " + table + " WHERE sample = 1");
}

/// What the derived tables must be made of anew.
struct Touched {
    std::set<std::pair<TaskId, OrganisationId>> reports;
    std::set<std::pair<PlanId, OrganisationId>> plans;
    std::set<MilestoneId> milestones;
};

Touched touched_by_samples(sql::Tx& tx) {
    Touched touched;
    for (auto const& row : tx.query("SELECT DISTINCT task, unit FROM progress_report WHERE sample = 1"))
        touched.reports.emplace(row.id<TaskTag>(0), row.id<identity::OrganisationTag>(1));
    for (auto const& row : tx.query("SELECT DISTINCT plan, unit FROM unit_plan WHERE sample = 1"))
        touched.plans.emplace(row.id<PlanTag>(0), row.id<identity::OrganisationTag>(1));
    for (auto const& row : tx.query("SELECT DISTINCT milestone FROM milestone_evidence WHERE sample = 1"))
        touched.milestones.insert(row.id<MilestoneTag>(0));
    return touched;
}

}  // namespace

std::int64_t load_sample_history(sql::Tx& tx, base::IdGenerator& ids) {
    auto const plan = find_plan(tx, plan_slug);
    if (!plan || tx.first("SELECT 1 FROM progress_report WHERE sample = 1")) return 0;
    RedTasks::forget(tx, *plan);
    return History(tx, ids, *load_plan(tx, *plan, last_day(quarterly, last_cycle))).run();
}

std::int64_t remove_sample_history(sql::Tx& tx) {
    auto const touched = touched_by_samples(tx);
    for (auto const id : samples_of(tx, "extension_request"))
        tx.exec("DELETE FROM plan_milestone_due WHERE request = ?", id);
    std::int64_t removed = 0;
    removed += remove_samples(
        tx, "progress_report",
        {{"progress_report_file", "report"}, {"progress_report_begun", "report"}, {"progress_report_step", "report"}});
    removed += remove_samples(
        tx, "unit_plan",
        {{"unit_plan_file", "unit_plan"}, {"unit_plan_task", "unit_plan"}, {"unit_plan_step", "unit_plan"}});
    removed += remove_samples(tx, "milestone_evidence", {{"milestone_evidence_file", "evidence"}});
    removed += remove_samples(tx, "extension_request", {{"extension_request_file", "request"}});
    removed += remove_samples(tx, "slip", {{"slip_file", "slip"}, {"slip_event", "slip"}});
    for (auto const& [task, unit] : touched.reports) {
        rebuild_progress(tx, task, unit);
        rebuild_begun(tx, task);
    }
    for (auto const& [plan, unit] : touched.plans) {
        rebuild_planned(tx, plan, unit);
        RedTasks::forget(tx, plan);
    }
    for (auto const milestone : touched.milestones) rebuild_verified(tx, milestone);
    return removed;
}

}  // namespace kunyu::programme
