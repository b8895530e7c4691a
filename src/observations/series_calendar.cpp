#include "observations/series_calendar.hpp"

#include "observations/quality_cadence.hpp"

#include <algorithm>

namespace kunyu::observations {
namespace {

std::vector<CalendarDay> days_of(int year, base::Day today) {
    std::vector<CalendarDay> days;
    for (auto day = base::Day::of(year, 1, 1); day.year() == year && day <= today; day = day.plus_days(1))
        days.push_back({day, {}, {}, {}});
    return days;
}

std::vector<std::int64_t> edges_of(std::vector<CalendarDay> const& days) {
    std::vector<std::int64_t> edges;
    for (auto const& day : days) edges.push_back(base::start_of(day.day).microseconds);
    edges.push_back(base::start_of(days.back().day.plus_days(1)).microseconds);
    return edges;
}

void add(std::optional<std::int64_t>& sum, std::int64_t more) {
    sum = sum.value_or(0) + more;
}

}  // namespace

base::Result<std::vector<CalendarDay>> calendar_of(archive::Store& store, std::vector<StreamReach> const& streams,
                                                   int year, base::Instant now) {
    auto days = days_of(year, base::day_of(now));
    if (days.empty()) return days;
    auto const edges = edges_of(days);
    for (auto const& reach : streams) {
        KUNYU_TRY(auto const counts, store.counts(reach.stream->id.value, edges));
        auto const cadence = cadence_for(reach.view->programmes_of(reach.stream->thing), *reach.stream);
        for (std::size_t i = 0; i < days.size(); ++i) {
            base::Instant const end{edges[i + 1]};
            if (reach.end < end) break;
            add(days[i].count, counts[i]);
            auto const expected = cadence.expected({edges[i]}, std::min(end, now));
            if (expected == 0) continue;
            add(days[i].expected, expected);
            add(days[i].received, std::min(counts[i], expected));
        }
    }
    return days;
}

}  // namespace kunyu::observations
