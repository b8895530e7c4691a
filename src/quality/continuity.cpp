#include "quality/continuity.hpp"

#include <algorithm>
#include <stdexcept>

namespace kunyu::quality {
namespace {

using base::Day;
using base::Instant;

Instant just_after(Instant moment) {
    return {moment.microseconds + 1};
}

/// Where the last gap ends: a step after its last moment, but within its epoch and the window.
Instant end_of(Cadence const& cadence, Window const& window, Instant last) {
    Instant end = std::min(window.to, Instant{last.microseconds + cadence.step_at(last).value_or(0)});
    for (auto const& epoch : cadence.epochs())
        if (epoch.from <= last && epoch.to && last < *epoch.to) end = std::min(end, *epoch.to);
    return end;
}

void note_gap(Cadence const& cadence, Window const& within, bool open, std::vector<Gap>& out) {
    std::int64_t const missing = cadence.expected(within.from, within.to);
    if (missing == 0) return;
    Instant const from = cadence.next(within.from).value_or(within.from);
    Instant const to = open ? end_of(cadence, within, *cadence.previous(within.to)) : within.to;
    out.push_back({from, to, missing, open});
}

Day first_of_next_month(Day day) {
    return Day::of(day.year(), day.month(), 1).plus_months(1);
}

ExpectedOn expected_on(Cadence const& cadence, Day first, Day after) {
    return {first, after, cadence.expected(base::start_of(first), base::start_of(after))};
}

}  // namespace

std::optional<int> Share::per_mille() const {
    if (expected <= 0) return std::nullopt;
    std::int64_t const counted = std::clamp<std::int64_t>(received, 0, expected);
    return static_cast<int>(counted * 1000 / expected);
}

Share& Share::operator+=(Share const& other) {
    expected += other.expected;
    received += other.received;
    return *this;
}

std::vector<Instant> filled_slots(Cadence const& cadence, Window const& window, std::span<std::int64_t const> times) {
    std::vector<Instant> slots;
    for (auto const time : times) {
        auto const slot = cadence.slot_of({time});
        if (!slot || *slot < window.from || *slot >= window.to) continue;
        if (slots.empty() || slots.back() < *slot) slots.push_back(*slot);
    }
    return slots;
}

std::vector<Gap> gaps(Cadence const& cadence, Window const& window, std::span<std::int64_t const> times) {
    std::vector<Gap> out;
    Instant reached = window.from;
    for (auto const slot : filled_slots(cadence, window, times)) {
        note_gap(cadence, {reached, slot}, false, out);
        reached = just_after(slot);
    }
    note_gap(cadence, {reached, window.to}, true, out);
    return out;
}

Share completeness(Cadence const& cadence, Window const& window, std::span<std::int64_t const> times) {
    return {cadence.expected(window.from, window.to),
            static_cast<std::int64_t>(filled_slots(cadence, window, times).size())};
}

Share completeness(Cadence const& cadence, std::span<WindowCount const> counts) {
    Share sum;
    for (auto const& [window, observations] : counts) {
        std::int64_t const expected = cadence.expected(window.from, window.to);
        sum += {expected, std::min(expected, observations)};
    }
    return sum;
}

std::vector<ExpectedOn> expected_by_day(Cadence const& cadence, Day from, Day to) {
    std::vector<ExpectedOn> out;
    for (Day day = from; day < to; day = day.plus_days(1)) out.push_back(expected_on(cadence, day, day.plus_days(1)));
    return out;
}

std::vector<ExpectedOn> expected_by_month(Cadence const& cadence, Day from, Day to) {
    std::vector<ExpectedOn> out;
    for (Day first = from; first < to; first = out.back().after)
        out.push_back(expected_on(cadence, first, std::min(to, first_of_next_month(first))));
    return out;
}

Share online_rate(Cadence const& cadence, Window const& window, std::int64_t part,
                  std::span<std::int64_t const> received) {
    if (part < 1) throw std::invalid_argument("online_rate: the parts have no length");
    Share share;
    for (Instant from = window.from; from < window.to; from.microseconds += part) {
        Instant const to = std::min(window.to, Instant{from.microseconds + part});
        if (cadence.expected(from, to) == 0) continue;
        auto const first = std::lower_bound(received.begin(), received.end(), from.microseconds);
        bool const any = first != received.end() && *first < to.microseconds;
        share += {1, any ? 1 : 0};
    }
    return share;
}

Share transmission_rate(Cadence const& cadence, Window const& window, std::int64_t delay, Instant now,
                        std::span<Arrival const> arrivals) {
    Window const due{window.from, std::min(window.to, Instant{now.microseconds - delay})};
    std::vector<std::int64_t> in_time;
    for (auto const& arrival : arrivals)
        if (arrival.received - arrival.time <= delay) in_time.push_back(arrival.time);
    return completeness(cadence, due, in_time);
}

ContinuityFigures& ContinuityFigures::operator+=(ContinuityFigures const& other) {
    complete += other.complete;
    online += other.online;
    transmitted += other.transmitted;
    return *this;
}

}  // namespace kunyu::quality
