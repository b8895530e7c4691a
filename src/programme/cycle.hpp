#pragma once
#include "base/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::programme {

/// How often units report; set per plan.
enum class CycleKind { quarterly, monthly };
std::string_view to_string(CycleKind kind);
std::optional<CycleKind> parse_cycle_kind(std::string_view text);

/// A reporting cycle: the quarter (1 to 4) or the month (1 to 12) of a year.
struct Cycle {
    int year = 0;
    int index = 0;
    auto operator<=>(Cycle const&) const = default;
};

int cycles_in_year(CycleKind kind);
/// First and last day of the cycle; `last` belongs to it.
base::Day first_day(CycleKind kind, Cycle cycle);
base::Day last_day(CycleKind kind, Cycle cycle);
Cycle cycle_of(CycleKind kind, base::Day day);
Cycle next(CycleKind kind, Cycle cycle);
/// The latest cycle whose last day lies before `day`.
Cycle last_ended(CycleKind kind, base::Day day);
/// "2018Q1", "2018-03"
std::string to_string(CycleKind kind, Cycle cycle);

/// "2018Q1", "2018-03"; nothing for another form.
std::optional<Cycle> parse_cycle(CycleKind kind, std::string_view text);

/// The days of a cycle's report, counted from the cycle's last day.
struct ReportDays {
    int due = 10;    ///< later than so many days after the end: late
    int close = 45;  ///< later than so many days after the end: refused
    int remind = 7;  ///< so many days before it is due the unit is reminded
};

base::Day report_due(CycleKind kind, Cycle cycle, ReportDays const& days);
/// The last day on which the report is taken.
base::Day report_closes(CycleKind kind, Cycle cycle, ReportDays const& days);

/// The cycles of which a report was due before `day` or on it, from the one in which the plan was issued on; none after
/// the one that holds the end of the period.
std::vector<Cycle> cycles_due(CycleKind kind, base::Day issued, base::Day period_end, base::Day day,
                              ReportDays const& days);

}  // namespace kunyu::programme
