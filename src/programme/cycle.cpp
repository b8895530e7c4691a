#include "programme/cycle.hpp"

#include <fmt/format.h>

#include <charconv>

namespace kunyu::programme {
namespace {

int months_in(CycleKind kind) {
    return kind == CycleKind::quarterly ? 3 : 1;
}

}  // namespace

std::string_view to_string(CycleKind kind) {
    return kind == CycleKind::quarterly ? "quarterly" : "monthly";
}

std::optional<CycleKind> parse_cycle_kind(std::string_view text) {
    if (text == "quarterly") return CycleKind::quarterly;
    if (text == "monthly") return CycleKind::monthly;
    return std::nullopt;
}

int cycles_in_year(CycleKind kind) {
    return 12 / months_in(kind);
}

base::Day first_day(CycleKind kind, Cycle cycle) {
    return base::Day::of(cycle.year, (cycle.index - 1) * months_in(kind) + 1, 1);
}

base::Day last_day(CycleKind kind, Cycle cycle) {
    return first_day(kind, next(kind, cycle)).plus_days(-1);
}

Cycle cycle_of(CycleKind kind, base::Day day) {
    return {day.year(), (day.month() - 1) / months_in(kind) + 1};
}

Cycle next(CycleKind kind, Cycle cycle) {
    if (cycle.index < cycles_in_year(kind)) return {cycle.year, cycle.index + 1};
    return {cycle.year + 1, 1};
}

Cycle last_ended(CycleKind kind, base::Day day) {
    return cycle_of(kind, first_day(kind, cycle_of(kind, day)).plus_days(-1));
}

std::string to_string(CycleKind kind, Cycle cycle) {
    return kind == CycleKind::quarterly ? fmt::format("{}Q{}", cycle.year, cycle.index)
                                        : fmt::format("{}-{:02}", cycle.year, cycle.index);
}

std::optional<Cycle> parse_cycle(CycleKind kind, std::string_view text) {
    if (text.size() < 6) return std::nullopt;
    int year = 0;
    auto const read = std::from_chars(text.data(), text.data() + 4, year);
    if (read.ec != std::errc{} || read.ptr != text.data() + 4) return std::nullopt;
    for (int index = 1; index <= cycles_in_year(kind); ++index)
        if (to_string(kind, {year, index}) == text) return Cycle{year, index};
    return std::nullopt;
}

base::Day report_due(CycleKind kind, Cycle cycle, ReportDays const& days) {
    return last_day(kind, cycle).plus_days(days.due);
}

base::Day report_closes(CycleKind kind, Cycle cycle, ReportDays const& days) {
    return last_day(kind, cycle).plus_days(days.close);
}

std::vector<Cycle> cycles_due(CycleKind kind, base::Day issued, base::Day period_end, base::Day day,
                              ReportDays const& days) {
    std::vector<Cycle> out;
    auto const last = cycle_of(kind, period_end);
    for (auto cycle = cycle_of(kind, issued); cycle <= last && report_due(kind, cycle, days) <= day;
         cycle = next(kind, cycle))
        out.push_back(cycle);
    return out;
}

}  // namespace kunyu::programme
