#include "programme/report_calls.hpp"

#include "programme/expected_reports.hpp"
#include "programme/plan_store.hpp"
#include "programme/work_access.hpp"

#include <algorithm>

namespace kunyu::programme {
namespace {

constexpr char const* kind = "report_call";

bool owes(sql::Session& session, identity::Caller const& caller, Plan const& plan, OrganisationId unit, Cycle cycle) {
    auto const today = base::day_of(caller.now);
    auto const owed = owed_reports(session, plan, load_tasks(session, plan, today), today,
                                   [unit](OrganisationId one) { return one == unit; });
    return std::any_of(owed.begin(), owed.end(), [cycle](OwedReport const& report) {
        return report.cycle == cycle && report.state != OwedState::returned;
    });
}

/// The open calls of cycles that have closed.
std::vector<std::int64_t> past_calls(sql::Session& session, Plan const& plan, base::Day today) {
    auto const called = cycles_called(plan, today);
    std::vector<std::int64_t> out;
    for (auto const& row :
         session.query("SELECT id, year, cycle FROM report_call WHERE plan = ? AND settled_at IS NULL", plan.id)) {
        Cycle const cycle{static_cast<int>(row.integer(1)), static_cast<int>(row.integer(2))};
        if (std::find(called.begin(), called.end(), cycle) == called.end()) out.push_back(row.integer(0));
    }
    return out;
}

}  // namespace

bool ReportCalls::call(sql::Tx& tx, identity::Caller const& caller, Plan const& plan, OrganisationId unit,
                       Cycle cycle) const {
    bool const late = base::day_of(caller.now) > report_due(plan.setting.cycle, cycle, plan.setting.rules.report);
    auto const late_at = late ? std::optional(caller.now) : std::nullopt;
    auto const row = tx.first(
        "SELECT id, late_at, settled_at FROM report_call WHERE plan = ? AND unit = ? AND year = ? AND cycle = ?",
        plan.id, unit, cycle.year, cycle.index);
    if (row && (!late || !row->is_null(1) || !row->is_null(2))) return false;
    if (!owes(tx, caller, plan, unit, cycle)) return false;
    auto const id = row ? row->integer(0) : ids_.next();
    if (row) {
        tx.exec("UPDATE report_call SET late_at = ? WHERE id = ?", late_at, id);
        inbox_.close(tx, caller, {kind, id, {}, {}}, "late");
    } else {
        tx.exec(
            "INSERT INTO report_call (id, plan, unit, year, cycle, called_at, late_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
            id, plan.id, unit, cycle.year, cycle.index, caller.now, late_at);
    }
    open(tx, caller, plan, unit, cycle, id, late);
    return true;
}

void ReportCalls::open(sql::Tx& tx, identity::Caller const& caller, Plan const& plan, OrganisationId unit, Cycle cycle,
                       std::int64_t id, bool late) const {
    auto const label = to_string(plan.setting.cycle, cycle);
    WorkSubject const subject{kind, id,
                              unit, {label + " " + plan.name.zh, label + " " + plan.name.en.value_or(plan.name.zh)},
                              {},   "/programme/reports/expected"};
    WorkTodo todo{"progress.report", "supervision.todo_report_due", "progress.report",
                  report_due(plan.setting.cycle, cycle, plan.setting.rules.report)};
    todo.news = WorkNews{"programme.report_due_soon", "supervision.told_report_due_soon", true};
    if (late) {
        todo.title = "supervision.todo_report_late";
        todo.news = WorkNews{"programme.report_late", "supervision.todo_report_late"};
    }
    open_todo(tx, caller, inbox_, subject, todo);
}

void ReportCalls::end(sql::Tx& tx, identity::Caller const& caller, std::int64_t id, std::string_view outcome) const {
    tx.exec("UPDATE report_call SET settled_at = ? WHERE id = ?", caller.now, id);
    inbox_.close(tx, caller, {kind, id, {}, {}}, outcome);
}

void ReportCalls::settle(sql::Tx& tx, identity::Caller const& caller, Plan const& plan, OrganisationId unit,
                         Cycle cycle) const {
    auto const row = tx.first(
        "SELECT id FROM report_call WHERE plan = ? AND unit = ? AND year = ? AND cycle = ? AND settled_at IS NULL",
        plan.id, unit, cycle.year, cycle.index);
    if (row && !owes(tx, caller, plan, unit, cycle)) end(tx, caller, row->integer(0), "submit");
}

bool ReportCalls::has_past(sql::Session& session, Plan const& plan, base::Day today) const {
    return !past_calls(session, plan, today).empty();
}

std::int64_t ReportCalls::close_past(sql::Tx& tx, identity::Caller const& caller, Plan const& plan) const {
    auto const past = past_calls(tx, plan, base::day_of(caller.now));
    for (auto const id : past) end(tx, caller, id, "expire");
    return static_cast<std::int64_t>(past.size());
}

}  // namespace kunyu::programme
