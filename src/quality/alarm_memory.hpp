#pragma once
#include "base/result.hpp"
#include "quality/alarm_rule.hpp"
#include "quality/flag.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace kunyu::quality {

/// One observation as alarms see it. Not finite: without a value.
struct AlarmObservation {
    std::int64_t time = 0;  ///< microseconds
    double value = 0;
    Flag flag = Flag::not_evaluated;
};

/// What a condition has to remember of a stream; small: a rate keeps only values that can still be the least or the
/// greatest of its window, and not more than some 257 of each.
struct AlarmMemory {
    struct Point {
        std::int64_t time = 0;
        double value = 0;
        friend bool operator==(Point const&, Point const&) = default;
    };
    /// A sixtieth of the window of a quality condition.
    struct Tally {
        std::int64_t number = 0;  ///< time divided by its length
        std::int64_t judged = 0;
        std::int64_t poor = 0;
        friend bool operator==(Tally const&, Tally const&) = default;
    };
    std::optional<std::int64_t> newest;  ///< time of the newest observation judged
    std::vector<Point> least;            ///< rising in time and value
    std::vector<Point> greatest;         ///< rising in time, falling in value
    std::vector<Tally> tallies;          ///< ascending
    friend bool operator==(AlarmMemory const&, AlarmMemory const&) = default;
};

/// Whether the condition holds, and why.
struct Judgement {
    bool holds = false;
    base::Refusal reason;  ///< a code of the catalogue with its parameters, though nothing is refused
};

/// Takes in an observation; `active` says that the condition held before, for the hysteresis. Nothing where it says
/// nothing about the condition: silence is judged by the clock, a value flagged bad or older than the newest by no
/// threshold and no rate.
std::optional<Judgement> judge(AlarmCondition const& condition, AlarmMemory& memory,
                               AlarmObservation const& observation, bool active);

/// A silence that began at `since`. By cadences it does not hold where there is none (`step`, microseconds): after the
/// end of the programme nothing is expected.
Judgement judge_silence(SilenceCondition const& condition, std::optional<std::int64_t> step, base::Instant since,
                        base::Instant now);

}  // namespace kunyu::quality
