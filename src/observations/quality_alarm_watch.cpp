#include "observations/quality_alarm_watch.hpp"

#include "observations/entity_store.hpp"
#include "observations/quality_alarm_desk.hpp"
#include "observations/quality_alarm_store.hpp"
#include "observations/quality_cadence.hpp"

#include <map>

namespace kunyu::observations {
namespace {

/// The cadences of streams, each read once. Lives within one transaction.
class Cadences {
  public:
    explicit Cadences(sql::Session& session) : session_(session) {}

    /// Of the alarm's stream at the moment, in microseconds, where the alarm asks for it.
    std::optional<std::int64_t> step_for(Alarm const& alarm, base::Instant at) {
        auto const* silence = std::get_if<quality::SilenceCondition>(&alarm.rule.condition);
        if (!silence || !silence->cadences) return std::nullopt;
        return of(alarm.stream).step_at(at);
    }

  private:
    quality::Cadence const& of(StreamId id) {
        auto const [place, is_new] = known_.try_emplace(id);
        auto const stream = is_new ? load(session_, id) : std::nullopt;
        if (stream) place->second = cadence_for(session_, *stream);
        return place->second;
    }

    sql::Session& session_;
    std::map<StreamId, quality::Cadence> known_;
};

using Arrivals = std::map<StreamId, std::vector<StreamArrival const*>>;

/// Of those streams alone.
Arrivals by_stream(std::span<StreamArrival const> arrivals, std::set<StreamId> const& wanted) {
    Arrivals out;
    for (auto const& arrival : arrivals)
        if (wanted.contains(arrival.stream)) out[arrival.stream].push_back(&arrival);
    return out;
}

std::vector<quality::AlarmEvent> events_of(Alarm const& alarm, std::vector<StreamArrival const*> const& arrivals,
                                           Cadences& cadences) {
    std::vector<quality::AlarmEvent> events;
    for (auto const* arrival : arrivals)
        events.push_back({arrival->at, arrival->sequence, cadences.step_for(alarm, arrival->at),
                          quality::ObservationsArrived{arrival->observations}});
    return events;
}

}  // namespace

void AlarmWatch::arrive(sql::Tx& tx, std::span<StreamArrival const> arrivals) const {
    Cadences cadences(tx);
    for (auto const& [stream, of_stream] : by_stream(arrivals, streams_with_alarms(tx))) {
        for (auto& standing : standings_of(tx, stream)) {
            if (!standing.alarm.watched) continue;
            auto const events = events_of(standing.alarm, of_stream, cadences);
            happen(tx, ids_, std::move(standing), events);
        }
    }
}

void AlarmWatch::tick(sql::Tx& tx, base::Instant now) const {
    Cadences cadences(tx);
    for (auto& standing : standings_by_clock(tx)) {
        quality::AlarmEvent event{now, std::nullopt, cadences.step_for(standing.alarm, now), quality::Tick{}};
        if (!standing.alarm.watched) event.what = quality::OnlyNotify{};
        happen(tx, ids_, std::move(standing), event);
    }
}

}  // namespace kunyu::observations
