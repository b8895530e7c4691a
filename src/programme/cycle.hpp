#pragma once
#include "base/time.hpp"

#include <cstdint>
#include <map>
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

/// The kind of cycle of each year. A year has one kind, for cycles are told apart by year and number; so a change holds
/// from a year on.
class Cadence {
  public:
    Cadence(CycleKind always = CycleKind::quarterly) : first_(always) {}  // NOLINT(google-explicit-constructor)

    CycleKind of(int year) const;
    /// In place of whatever was to hold from that year on.
    void change(int year, CycleKind kind);
    /// The changes, by year.
    std::map<int, CycleKind> const& changes() const { return changes_; }

    /// As it is stored: "quarterly", "quarterly 2019:monthly".
    std::string text() const;
    static std::optional<Cadence> parse(std::string_view text);

    friend bool operator==(Cadence const&, Cadence const&) = default;

  private:
    CycleKind first_;
    std::map<int, CycleKind> changes_;
};

/// First and last day of the cycle; `last` belongs to it.
base::Day first_day(Cadence const& cadence, Cycle cycle);
base::Day last_day(Cadence const& cadence, Cycle cycle);
Cycle cycle_of(Cadence const& cadence, base::Day day);
Cycle next(Cadence const& cadence, Cycle cycle);
/// The latest cycle whose last day lies before `day`.
Cycle last_ended(Cadence const& cadence, base::Day day);
/// "2018Q1", "2018-03"
std::string to_string(Cadence const& cadence, Cycle cycle);

/// "2018Q1", "2018-03"; nothing for another form, or one that the year does not have.
std::optional<Cycle> parse_cycle(Cadence const& cadence, std::string_view text);

/// The days of a cycle's report, counted from the cycle's last day.
struct ReportDays {
    int due = 10;    ///< later than so many days after the end: late
    int close = 45;  ///< later than so many days after the end: refused
    int remind = 7;  ///< so many days before it is due the unit is reminded
};

base::Day report_due(Cadence const& cadence, Cycle cycle, ReportDays const& days);
/// The last day on which the report is taken.
base::Day report_closes(Cadence const& cadence, Cycle cycle, ReportDays const& days);

/// The cycles of which a report was due before `day` or on it, from the one in which the plan was issued on; none after
/// the one that holds the end of the period.
std::vector<Cycle> cycles_due(Cadence const& cadence, base::Day issued, base::Day period_end, base::Day day,
                              ReportDays const& days);

}  // namespace kunyu::programme
