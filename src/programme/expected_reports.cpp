#include "programme/expected_reports.hpp"

#include "base/words.hpp"
#include "programme/answering.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>
#include <utility>

namespace kunyu::programme {
namespace {

constexpr std::array<std::string_view, 3> owed_words{"due", "draft", "returned"};

using ReportKey = std::tuple<Cycle, TaskId, OrganisationId>;
struct Begun {
    ProgressReportId id;
    std::optional<WorkStep> last;
};

/// The reports there were at the end of the day on cycles that ended on `since` or later, and those now returned, each
/// with its last step.
std::map<ReportKey, Begun> begun_reports(sql::Session& session, PlanId plan, base::Day day, base::Day since) {
    auto const end = base::start_of(day.plus_days(1));
    std::map<ReportKey, Begun> out;
    for (auto const& row : session.query(
             "SELECT r.year, r.cycle, r.task, r.unit, r.id, s.step FROM progress_report r LEFT JOIN"
             " progress_report_step s ON s.report = r.id AND s.at < ? WHERE r.plan = ? AND r.created_at < ? AND"
             " (r.cycle_end >= ? OR r.state = 'returned') ORDER BY r.id, s.ordinal",
             end, plan, end, since)) {
        Cycle const cycle{static_cast<int>(row.integer(0)), static_cast<int>(row.integer(1))};
        auto& begun = out[{cycle, row.id<TaskTag>(2), row.id<identity::OrganisationTag>(3)}];
        begun.id = row.id<ProgressReportTag>(4);
        if (!row.is_null(5)) begun.last = parse_work_step(row.text(5));
    }
    return out;
}

/// Nothing for a report that is in.
std::optional<OwedState> owed_state(std::optional<WorkStep> last) {
    if (!last) return OwedState::draft;
    return *last == WorkStep::give_back ? std::optional(OwedState::returned) : std::nullopt;
}

std::set<Cycle> cycles_of(std::map<ReportKey, Begun> const& begun, std::vector<Cycle> const& called) {
    std::set<Cycle> cycles(called.begin(), called.end());
    for (auto const& entry : begun)
        if (owed_state(entry.second.last) == OwedState::returned) cycles.insert(std::get<0>(entry.first));
    return cycles;
}

std::optional<OwedReport> owed(std::map<ReportKey, Begun> const& begun, ReportKey const& key, bool called) {
    OwedReport report{std::get<1>(key), std::get<2>(key), std::get<0>(key), {}, OwedState::due, false, {}};
    auto const at = begun.find(key);
    if (at == begun.end()) return called ? std::optional(report) : std::nullopt;
    auto const state = owed_state(at->second.last);
    if (!state || (!called && *state != OwedState::returned)) return std::nullopt;
    report.state = *state;
    report.report = at->second.id;
    return report;
}

}  // namespace

std::string_view to_string(OwedState state) {
    return base::word_of(owed_words, state);
}

std::vector<Cycle> cycles_called(Plan const& plan, base::Day day) {
    std::vector<Cycle> out;
    auto const& kind = plan.setting.cycle;
    auto const& days = plan.setting.rules.report;
    for (auto cycle = cycle_of(kind, plan.issued); cycle <= cycle_of(kind, plan.period_end);
         cycle = next(kind, cycle)) {
        if (report_due(kind, cycle, days).plus_days(-days.remind) > day) break;
        if (day <= report_closes(kind, cycle, days)) out.push_back(cycle);
    }
    return out;
}

std::vector<OwedReport> owed_reports(sql::Session& session, Plan const& plan, std::vector<Task> const& tasks,
                                     base::Day day, std::function<bool(OrganisationId)> const& wanted) {
    auto const called = cycles_called(plan, day);
    auto const since = called.empty() ? day : last_day(plan.setting.cycle, called.front());
    auto const begun = begun_reports(session, plan.id, day, since);
    Groups const groups(session);
    std::vector<OwedReport> out;
    for (auto const& cycle : cycles_of(begun, called)) {
        auto const window = report_window(plan, cycle);
        if (window.has_error()) continue;
        bool const is_called = std::find(called.begin(), called.end(), cycle) != called.end();
        for (auto const& task : tasks)
            for (auto const& unit : groups.answering(task).units) {
                if (!wanted(unit.unit)) continue;
                auto report = owed(begun, {cycle, task.id, unit.unit}, is_called);
                if (!report) continue;
                report->window = *window;
                report->late = day > window->due;
                out.push_back(*report);
            }
    }
    return out;
}

}  // namespace kunyu::programme
