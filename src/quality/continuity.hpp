#pragma once
#include "base/time.hpp"
#include "quality/cadence.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace kunyu::quality {

/// Half-open: `from` belongs to it, `to` does not.
struct Window {
    base::Instant from;
    base::Instant to;
    friend bool operator==(Window const&, Window const&) = default;
};

/// A rate as the two numbers it is made of. Rates of many are added up as such (sum of received by sum of expected),
/// never as a mean of rates: a station with one hourly stream would weigh as much as one with a hundred by the minute.
struct Share {
    std::int64_t expected = 0;
    std::int64_t received = 0;
    /// Cut, not rounded, so that 1000 means all of it, and never more than 1000. Nothing when nothing was expected.
    std::optional<int> per_mille() const;
    Share& operator+=(Share const& other);
    friend bool operator==(Share const&, Share const&) = default;
};

/// The expected moments of the window that have an observation, ascending; several for one moment count once. `times`
/// ascend (microseconds); what lies outside the window counts where it stands for a moment inside, so give half a step
/// more on both sides.
std::vector<base::Instant> filled_slots(Cadence const& cadence, Window const& window,
                                        std::span<std::int64_t const> times);

/// A time without an expected observation: from the first expected moment that has none.
struct Gap {
    base::Instant from;
    base::Instant to;          ///< the next moment that has one; when none follows, a step after the last without
    std::int64_t missing = 0;  ///< observations
    bool open = false;         ///< none follows in the window
    friend bool operator==(Gap const&, Gap const&) = default;
};
/// Each as long as can be, also over changes of the cadence and over pauses of the programme; ascending. `times` as for
/// filled_slots().
std::vector<Gap> gaps(Cadence const& cadence, Window const& window, std::span<std::int64_t const> times);

/// Completeness of the window, measured against the programme of the day. `times` as for filled_slots().
Share completeness(Cadence const& cadence, Window const& window, std::span<std::int64_t const> times);

/// How many observations a window holds, for example a chunk's header.
struct WindowCount {
    Window window;
    std::int64_t observations = 0;
};
/// As above where only counts are known: a window counts at most as many as it should hold, so that too many in one do
/// not hide what is missing in another. An upper bound of the exact share.
Share completeness(Cadence const& cadence, std::span<WindowCount const> counts);

/// Expected on each day, or in each month, of Asia/Shanghai; `from` and `to` (not included) are days.
struct ExpectedOn {
    base::Day first;  ///< the day, or the first day of the month that lies in the time asked for
    base::Day after;  ///< the first day that does not belong to it
    std::int64_t expected = 0;
    friend bool operator==(ExpectedOn const&, ExpectedOn const&) = default;
};
std::vector<ExpectedOn> expected_by_day(Cadence const& cadence, base::Day from, base::Day to);
std::vector<ExpectedOn> expected_by_month(Cadence const& cadence, base::Day from, base::Day to);

/// Online rate (在线率): the share of equal parts of the window, `part` microseconds long, in which anything came in,
/// whatever it was and whenever it was observed; parts in which nothing was expected do not count. `received` are the
/// ascending moments of arrival. The definition is ours: the notices on monitoring of geological hazards and the
/// contracts made under them set targets for the online rate of devices, but no standard that we could read gives its
/// formula; the length of a part is therefore the caller's to state (an hour or a day).
Share online_rate(Cadence const& cadence, Window const& window, std::int64_t part,
                  std::span<std::int64_t const> received);

struct Arrival {
    std::int64_t time = 0;      ///< of the observation, microseconds
    std::int64_t received = 0;  ///< when it came in
};
/// Transmission rate (畅通率): the share of the expected observations that arrived within `delay` microseconds.
/// Arrivals ascend by time; one that came before its own time (a fast clock) is within it. Moments whose delay had not
/// passed at `now` are left out: they may still come. The definition is ours, after the use of the term in hydrology,
/// where SL 61-2003 (水文自动测报系统技术规范) judges a system by the monthly 畅通率 of its stations; its formula was
/// not at hand. Weather services split the same into 到报率 (arrived of those due, our completeness) and 及时率 (of
/// these, in time).
Share transmission_rate(Cadence const& cadence, Window const& window, std::int64_t delay, base::Instant now,
                        std::span<Arrival const> arrivals);

/// What is told of a stream, and as their sum of a sensor, a station, a network.
struct ContinuityFigures {
    Share complete;
    Share online;
    Share transmitted;
    ContinuityFigures& operator+=(ContinuityFigures const& other);
    friend bool operator==(ContinuityFigures const&, ContinuityFigures const&) = default;
};

}  // namespace kunyu::quality
