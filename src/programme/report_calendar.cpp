#include "programme/report_calendar.hpp"

#include "identity/permissions.hpp"
#include "programme/answering.hpp"
#include "programme/plan_store.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace kunyu::programme {
namespace {

bool reports(sql::Session& session, identity::Caller const& caller, Groups const& groups, Plan const& plan,
             base::Day today) {
    auto const tasks = load_tasks(session, plan, today);
    return std::any_of(tasks.begin(), tasks.end(), [&](Task const& task) {
        auto const units = groups.answering(task).units;
        return std::any_of(units.begin(), units.end(), [&](AnsweringUnit const& one) {
            return identity::may(session, caller, "progress.report", {{one.unit}, std::nullopt});
        });
    });
}

inbox::CalendarEntry entry_of(Plan const& plan, Cycle cycle, base::Day due) {
    auto const label = to_string(plan.setting.cycle, cycle);
    inbox::CalendarEntry entry;
    entry.uid = fmt::format("reports-{}-{}", plan.id.value, label);
    entry.first_day = due;
    entry.title = inbox::title_of("programme.calendar_reports", {{"cycle", label}}, {{"cycle", label}});
    entry.description = {plan.name.zh, plan.name.en.value_or(plan.name.zh)};
    entry.link = "/programme/reports/expected";
    entry.changed_at = plan.updated_at;
    return entry;
}

}  // namespace

std::vector<inbox::CalendarEntry> ReportCalendar::entries(sql::Session& session, identity::Caller const& caller,
                                                          base::Day from, base::Day to) const {
    auto const today = base::day_of(caller.now);
    bool const reviews = identity::may(session, caller, "progress.review", {});
    Groups const groups(session);
    std::vector<inbox::CalendarEntry> out;
    for (auto const& plan : list_plans(session, today)) {
        if (!reviews && !reports(session, caller, groups, plan, today)) continue;
        auto const kind = plan.setting.cycle;
        auto const& days = plan.setting.rules.report;
        auto const last = cycle_of(kind, plan.period_end);
        for (auto cycle = cycle_of(kind, plan.issued); cycle <= last; cycle = next(kind, cycle)) {
            auto const due = report_due(kind, cycle, days);
            bool const called = due.plus_days(-days.remind) <= today;
            if (from <= due && due < to && (reviews || !called)) out.push_back(entry_of(plan, cycle, due));
        }
    }
    return out;
}

}  // namespace kunyu::programme
