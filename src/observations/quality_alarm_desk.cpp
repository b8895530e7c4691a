#include "observations/quality_alarm_desk.hpp"

#include "base/words.hpp"
#include "events/events.hpp"
#include "observations/quality_alarm_store.hpp"

namespace kunyu::observations {
namespace {

namespace json = boost::json;
using quality::AlarmChange;

json::object payload_of(Alarm const& alarm, quality::AlarmTransition const& transition) {
    json::object params;
    for (auto const& [name, value] : transition.reason.params) params[name] = value;
    return {{"stream", alarm.stream.value},
            {"name", alarm.name},
            {"severity", base::word_of(quality::severities, alarm.rule.severity)},
            {"occurrence", transition.occurrence},
            {"escalation", transition.escalation},
            {"status", base::word_of(quality::alarm_statuses, transition.status)},
            {"reason", transition.reason.code},
            {"params", std::move(params)}};
}

void tell(sql::Tx& tx, Alarm const& alarm, quality::AlarmTransition const& transition) {
    if (transition.change == AlarmChange::began || transition.change == AlarmChange::subsided) return;
    events::Event event;
    event.name = "observations.alarm_" + std::string(base::word_of(quality::alarm_changes, transition.change));
    event.subject_kind = "observation_alarm";
    event.subject = alarm.id.value;
    event.payload = payload_of(alarm, transition);
    event.at = transition.at;
    events::publish(tx, event);
}

/// Whether there is anything to keep: that time has passed alone is not.
bool differ(quality::AlarmState const& before, quality::AlarmState after) {
    after.now = before.now;
    return after != before;
}

}  // namespace

AlarmStanding happen(sql::Tx& tx, base::IdGenerator& ids, AlarmStanding found,
                     std::span<quality::AlarmEvent const> events) {
    auto const before = found.state;
    for (auto const& event : events) {
        for (auto const& transition : quality::advance(found.alarm.rule, found.state, event)) {
            insert(tx, AlarmEntry{ids.next(), found.alarm.id, transition});
            tell(tx, found.alarm, transition);
        }
    }
    if (differ(before, found.state)) write_state(tx, found.alarm, found.state);
    return found;
}

AlarmStanding happen(sql::Tx& tx, base::IdGenerator& ids, AlarmStanding found, quality::AlarmEvent const& event) {
    return happen(tx, ids, std::move(found), std::span(&event, 1));
}

}  // namespace kunyu::observations
