#include "programme/milestone_calendar.hpp"

#include "identity/permissions.hpp"
#include "programme/answering.hpp"
#include "programme/plan_store.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace kunyu::programme {
namespace {

/// Whether the task's deadlines concern the caller.
bool concerns(sql::Session& session, identity::Caller const& caller, Groups const& groups, Task const& task) {
    if (identity::may(session, caller, "progress.review", {})) return true;
    auto const units = groups.answering(task).units;
    return std::any_of(units.begin(), units.end(), [&](AnsweringUnit const& one) {
        return identity::may(session, caller, "progress.report", {{one.unit}, std::nullopt});
    });
}

inbox::CalendarEntry entry_of(Task const& task, Milestone const& milestone) {
    inbox::CalendarEntry entry;
    entry.uid = fmt::format("milestone-{}", milestone.id.value);
    entry.first_day = milestone.due;
    auto const& deliverable = milestone.deliverable;
    entry.title =
        inbox::title_of("programme.calendar_milestone", {{"code", milestone.code}, {"deliverable", deliverable.zh}},
                        {{"code", milestone.code}, {"deliverable", deliverable.en.value_or(deliverable.zh)}});
    entry.description = {task.title.zh, task.title.en.value_or(task.title.zh)};
    entry.link = fmt::format("/tasks/{}", task.id.value);
    entry.changed_at = task.updated_at;
    return entry;
}

}  // namespace

std::vector<inbox::CalendarEntry> MilestoneCalendar::entries(sql::Session& session, identity::Caller const& caller,
                                                             base::Day from, base::Day to) const {
    auto const today = base::day_of(caller.now);
    Groups const groups(session);
    std::vector<inbox::CalendarEntry> out;
    for (auto const& plan : list_plans(session, today))
        for (auto const& task : load_tasks(session, plan, today)) {
            if (!concerns(session, caller, groups, task)) continue;
            for (auto const& milestone : task.milestones)
                if (!milestone.verified_on && from <= milestone.due && milestone.due < to)
                    out.push_back(entry_of(task, milestone));
        }
    return out;
}

}  // namespace kunyu::programme
