#pragma once
#include "base/result.hpp"
#include "quality/alarm_memory.hpp"
#include "quality/alarm_rule.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// The life of an alarm as a pure state machine: events in, transitions out. The same events give the same transitions,
/// whenever and wherever they are replayed; an event handed in twice changes nothing. The state is a value that is
/// stored with the cursor of the log, so that nothing is lost or told twice over a restart.
namespace kunyu::quality {

/// quiet -> pending (the condition holds, but not long enough) -> raised -> acknowledged -> quiet; raised -> cleared
/// (the condition has ended and nobody has acknowledged it) -> quiet by acknowledging, or raised again, which is the
/// same occurrence.
enum class AlarmStatus { quiet, pending, raised, acknowledged, cleared };
inline constexpr std::array<std::string_view, 5> alarm_statuses{"quiet", "pending", "raised", "acknowledged",
                                                                "cleared"};

/// When the sensor or the station is worked on: [from, to). Observations of that time are not judged, silence is
/// counted anew from its end, and no notification goes out.
struct MaintenanceWindow {
    base::Instant from;
    base::Instant to;
    friend bool operator==(MaintenanceWindow const&, MaintenanceWindow const&) = default;
};

struct AlarmState {
    AlarmStatus status = AlarmStatus::quiet;
    std::int64_t occurrence = 0;                ///< counts how often it was raised; names the one that goes on
    std::optional<base::Instant> since;         ///< since when the condition has held without a break
    std::optional<base::Instant> raised_at;     ///< of the occurrence
    std::optional<base::Instant> notified_at;   ///< of the occurrence; nothing while that waits for quiet hours to end
    std::int64_t escalations = 0;               ///< of the occurrence, already notified
    base::Instant now;                          ///< the latest moment seen; does not go back when a clock does
    std::optional<std::int64_t> sequence;       ///< the last event of the log taken in
    std::optional<base::Instant> silent_since;  ///< the last arrival, or the beginning of watching
    std::vector<MaintenanceWindow> maintenance;
    base::Refusal reason;  ///< why the condition holds, or held last
    AlarmMemory memory;
    friend bool operator==(AlarmState const&, AlarmState const&) = default;
};

/// Observations came in, in the order of the log.
struct ObservationsArrived {
    std::vector<AlarmObservation> observations;
};
/// Time has passed. What is judged by the clock is judged then: silence, the end of quiet hours, escalation.
struct Tick {};
/// Time has passed for a rule that is no longer watched: nothing is judged, but who must still be told is told.
struct OnlyNotify {};
/// Somebody has seen the occurrence; another than the one that goes on changes nothing.
struct Acknowledged {
    std::int64_t occurrence = 0;
    std::string by;         ///< a name, for the transition's reason
    std::string note = {};  ///< what he found or did; may be empty
};
/// Work is announced; before, during or after it.
struct MaintenanceAnnounced {
    MaintenanceWindow window;
};

/// Work ended earlier than was announced, or will not be done at all.
struct MaintenanceEnded {
    MaintenanceWindow window;  ///< as it was announced
};
/// The rule is another from now on, or is no longer watched: what held by the old one counts no more. An alarm that was
/// raised by it is over, but stays to be acknowledged.
struct RuleChanged {};

struct AlarmEvent {
    base::Instant at;                      ///< when it came in or was done
    std::optional<std::int64_t> sequence;  ///< its place in the log; what has none changes nothing the second time
    std::optional<std::int64_t> cadence;   ///< of the stream at the moment, microseconds; nothing ends silence by it
    std::variant<ObservationsArrived, Tick, OnlyNotify, Acknowledged, MaintenanceAnnounced, MaintenanceEnded,
                 RuleChanged>
        what;
};

/// began (pending), subsided (no longer pending), raised, notified, escalated, acknowledged, ended (of an alarm, in
/// whatever status), returned (raised again, unacknowledged).
enum class AlarmChange { began, subsided, raised, notified, escalated, acknowledged, ended, returned };
inline constexpr std::array<std::string_view, 8> alarm_changes{"began",     "subsided",     "raised", "notified",
                                                               "escalated", "acknowledged", "ended",  "returned"};

struct AlarmTransition {
    AlarmChange change = AlarmChange::began;
    base::Instant at;                         ///< when it was found
    std::int64_t occurrence = 0;              ///< 0 while there was none yet
    std::int64_t escalation = 0;              ///< 0 for the first notification, then 1, 2, ...
    AlarmStatus status = AlarmStatus::quiet;  ///< after it
    base::Refusal reason;                     ///< code and parameters of the catalogue
    friend bool operator==(AlarmTransition const&, AlarmTransition const&) = default;
};

/// Takes in one event. Whoever must be told is told by the transitions notified and escalated, each once for an
/// occurrence and step; whatever was raised is notified in the end unless it is acknowledged before.
std::vector<AlarmTransition> advance(AlarmRule const& rule, AlarmState& state, AlarmEvent const& event);

}  // namespace kunyu::quality
