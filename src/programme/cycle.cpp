#include "programme/cycle.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <iterator>

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

CycleKind Cadence::of(int year) const {
    auto const after = changes_.upper_bound(year);
    return after == changes_.begin() ? first_ : std::prev(after)->second;
}

void Cadence::change(int year, CycleKind kind) {
    changes_.erase(changes_.lower_bound(year), changes_.end());
    if (of(year) != kind) changes_[year] = kind;
}

std::string Cadence::text() const {
    std::string out(to_string(first_));
    for (auto const& [year, kind] : changes_) out += fmt::format(" {}:{}", year, to_string(kind));
    return out;
}

std::optional<Cadence> Cadence::parse(std::string_view text) {
    auto const word = [&text] {
        auto const one = text.substr(0, text.find(' '));
        text.remove_prefix(std::min(text.size(), one.size() + 1));
        return one;
    };
    auto const first = parse_cycle_kind(word());
    if (!first) return std::nullopt;
    Cadence cadence(*first);
    while (!text.empty()) {
        auto const change = word();
        int year = 0;
        auto const read = std::from_chars(change.data(), change.data() + change.size(), year);
        auto const behind = static_cast<std::size_t>(read.ptr - change.data());
        auto const kind = behind < change.size() ? parse_cycle_kind(change.substr(behind + 1)) : std::nullopt;
        if (!kind) return std::nullopt;
        cadence.change(year, *kind);
    }
    return cadence;
}

base::Day first_day(Cadence const& cadence, Cycle cycle) {
    return base::Day::of(cycle.year, (cycle.index - 1) * months_in(cadence.of(cycle.year)) + 1, 1);
}

base::Day last_day(Cadence const& cadence, Cycle cycle) {
    return first_day(cadence, next(cadence, cycle)).plus_days(-1);
}

Cycle cycle_of(Cadence const& cadence, base::Day day) {
    return {day.year(), (day.month() - 1) / months_in(cadence.of(day.year())) + 1};
}

Cycle next(Cadence const& cadence, Cycle cycle) {
    if (cycle.index < cycles_in_year(cadence.of(cycle.year))) return {cycle.year, cycle.index + 1};
    return {cycle.year + 1, 1};
}

Cycle last_ended(Cadence const& cadence, base::Day day) {
    return cycle_of(cadence, first_day(cadence, cycle_of(cadence, day)).plus_days(-1));
}

std::string to_string(Cadence const& cadence, Cycle cycle) {
    return cadence.of(cycle.year) == CycleKind::quarterly ? fmt::format("{}Q{}", cycle.year, cycle.index)
                                                          : fmt::format("{}-{:02}", cycle.year, cycle.index);
}

std::optional<Cycle> parse_cycle(Cadence const& cadence, std::string_view text) {
    if (text.size() < 6) return std::nullopt;
    int year = 0;
    auto const read = std::from_chars(text.data(), text.data() + 4, year);
    if (read.ec != std::errc{} || read.ptr != text.data() + 4) return std::nullopt;
    for (int index = 1; index <= cycles_in_year(cadence.of(year)); ++index)
        if (to_string(cadence, {year, index}) == text) return Cycle{year, index};
    return std::nullopt;
}

base::Day report_due(Cadence const& cadence, Cycle cycle, ReportDays const& days) {
    return last_day(cadence, cycle).plus_days(days.due);
}

base::Day report_closes(Cadence const& cadence, Cycle cycle, ReportDays const& days) {
    return last_day(cadence, cycle).plus_days(days.close);
}

std::vector<Cycle> cycles_due(Cadence const& cadence, base::Day issued, base::Day period_end, base::Day day,
                              ReportDays const& days) {
    std::vector<Cycle> out;
    auto const last = cycle_of(cadence, period_end);
    for (auto cycle = cycle_of(cadence, issued); cycle <= last && report_due(cadence, cycle, days) <= day;
         cycle = next(cadence, cycle))
        out.push_back(cycle);
    return out;
}

}  // namespace kunyu::programme
