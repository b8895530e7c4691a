#pragma once
#include "base/words.hpp"
#include "quality/alarms.hpp"

#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

namespace kunyu::quality {

inline void PrintTo(AlarmTransition const& transition, std::ostream* out) {
    *out << base::word_of(alarm_changes, transition.change) << ' ' << transition.occurrence << '/'
         << transition.escalation;
}

/// One alarm with its clock in minutes of 2018-06-01 in Shanghai (Friday, from midnight); answers the words of the
/// transitions, for example "raised notified".
class AlarmWorld {
  public:
    explicit AlarmWorld(AlarmRule watched) : rule(std::move(watched)) {}

    static base::Instant minute(double minutes) {
        return {base::start_of(base::Day::of(2018, 6, 1)).microseconds + static_cast<std::int64_t>(minutes * 60e6)};
    }
    std::string value(double minutes, double value, Flag flag = Flag::good) {
        return value_of(minutes, minutes, value, flag);
    }
    /// Observed at the one, come in at the other.
    std::string value_of(double observed, double arrived, double value, Flag flag = Flag::good) {
        return happen({minute(arrived), ++sequence, cadence,
                       ObservationsArrived{{{minute(observed).microseconds, value, flag}}}});
    }
    std::string tick(double minutes) { return happen({minute(minutes), std::nullopt, cadence, Tick{}}); }
    std::string acknowledge(double minutes, std::int64_t occurrence = 1) {
        return happen({minute(minutes), std::nullopt, cadence, Acknowledged{occurrence, "Li"}});
    }
    std::string maintain(double now, double from, double to) {
        return happen({minute(now), std::nullopt, cadence, MaintenanceAnnounced{{minute(from), minute(to)}}});
    }
    std::string happen(AlarmEvent const& event) {
        last = advance(rule, state, event);
        std::string words;
        for (auto const& one : last)
            words += (words.empty() ? "" : " ") + std::string(base::word_of(alarm_changes, one.change));
        return words;
    }

    AlarmRule rule;
    AlarmState state;
    std::optional<std::int64_t> cadence = 60'000'000;
    std::int64_t sequence = 0;
    std::vector<AlarmTransition> last;
};

inline AlarmRule above(double high, double hysteresis = 0, std::int64_t hold_seconds = 0) {
    AlarmRule rule;
    rule.condition = ThresholdCondition{ThresholdSide::above, {}, high, hysteresis};
    rule.hold_seconds = hold_seconds;
    return rule;
}

}  // namespace kunyu::quality
