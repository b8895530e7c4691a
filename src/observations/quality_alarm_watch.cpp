#include "observations/quality_alarm_watch.hpp"

#include "observations/entity_store.hpp"
#include "observations/quality_alarm_desk.hpp"
#include "observations/quality_alarm_store.hpp"
#include "observations/quality_cadence.hpp"

#include <map>

namespace kunyu::observations {
namespace {

/// The cadence of the stream at the moment, where the alarm asks for it; microseconds.
std::optional<std::int64_t> cadence_at(sql::Session& session, Alarm const& alarm, base::Instant at) {
    auto const* silence = std::get_if<quality::SilenceCondition>(&alarm.rule.condition);
    if (!silence || !silence->cadences) return std::nullopt;
    auto const stream = load(session, alarm.stream);
    return stream ? cadence_for(session, *stream).step_at(at) : std::nullopt;
}

std::vector<quality::AlarmEvent> events_of(sql::Session& session, Alarm const& alarm,
                                           std::vector<StreamArrival const*> const& arrivals) {
    std::vector<quality::AlarmEvent> events;
    for (auto const* arrival : arrivals)
        events.push_back({arrival->at, arrival->sequence, cadence_at(session, alarm, arrival->at),
                          quality::ObservationsArrived{arrival->observations}});
    return events;
}

}  // namespace

void AlarmWatch::arrive(sql::Tx& tx, std::span<StreamArrival const> arrivals) const {
    std::map<StreamId, std::vector<StreamArrival const*>> by_stream;
    for (auto const& arrival : arrivals) by_stream[arrival.stream].push_back(&arrival);
    for (auto const& [stream, of_stream] : by_stream) {
        for (auto& standing : standings_of(tx, stream)) {
            if (!standing.alarm.watched) continue;
            auto const events = events_of(tx, standing.alarm, of_stream);
            happen(tx, ids_, std::move(standing), events);
        }
    }
}

void AlarmWatch::tick(sql::Tx& tx, base::Instant now) const {
    for (auto& standing : standings_by_clock(tx)) {
        quality::AlarmEvent event{now, std::nullopt, cadence_at(tx, standing.alarm, now), quality::Tick{}};
        if (!standing.alarm.watched) event.what = quality::OnlyNotify{};
        happen(tx, ids_, std::move(standing), event);
    }
}

}  // namespace kunyu::observations
