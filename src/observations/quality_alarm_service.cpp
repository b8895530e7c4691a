#include "observations/quality_alarm_service.hpp"

#include "observations/access.hpp"
#include "observations/entity_writing.hpp"
#include "observations/network_store.hpp"
#include "observations/quality_alarm_desk.hpp"
#include "observations/quality_alarm_store.hpp"
#include "observations/quality_maintenance_store.hpp"
#include "observations/station_access.hpp"
#include "quality/alarm_json.hpp"

namespace kunyu::observations {

using identity::Caller;

namespace {

namespace json = boost::json;

constexpr char const* not_found = "quality.alarm_not_found";

json::object record_of(Alarm const& alarm) {
    return {{"stream", alarm.stream.value},
            {"name", alarm.name},
            {"watched", alarm.watched},
            {"rule", quality::alarm_rule_json(alarm.rule)}};
}

void record(sql::Tx& tx, Caller const& caller, Thing const& thing, Alarm const& alarm, json::value before,
            json::value after) {
    RecordedChange change;
    change.action = station_editing;
    change.kind = "observation_alarm";
    change.id = alarm.id.value;
    change.label = alarm.name;
    change.before = std::move(before);
    change.after = std::move(after);
    record_change(tx, caller, thing, std::move(change));
}

/// An alarm, where it stands, and its station.
struct Known {
    AlarmStanding standing;
    Thing thing;
};

/// For the station's own people alone.
base::Result<Known> known(sql::Session& session, Caller const& caller, AlarmId id) {
    KUNYU_TRY_VOID(identity::authorise_any(caller, station_reading));
    auto standing = load_standing(session, id);
    auto const stream = standing ? load(session, standing->alarm.stream) : std::nullopt;
    auto thing = stream ? load(session, stream->thing) : std::nullopt;
    if (!thing || !owns(session, caller, *thing)) return base::refuse(not_found);
    return Known{std::move(*standing), std::move(*thing)};
}

base::Result<Known> editable(sql::Session& session, Caller const& caller, AlarmId id,
                             std::optional<std::int64_t> version = {}) {
    KUNYU_TRY(auto found, known(session, caller, id));
    KUNYU_TRY_VOID(authorise_station(session, caller, station_editing, found.thing));
    KUNYU_TRY_VOID(check_version(found.standing.alarm.version, version));
    return found;
}

bool is_unacknowledged(quality::AlarmState const& state) {
    return state.status == quality::AlarmStatus::raised || state.status == quality::AlarmStatus::cleared;
}

void apply(AlarmSettings const& settings, Alarm& alarm) {
    if (settings.name) alarm.name = *settings.name;
    if (settings.watched) alarm.watched = *settings.watched;
    if (settings.rule) alarm.rule = *settings.rule;
}

/// Watching begins at the moment, and what is ahead is known.
std::vector<quality::AlarmEvent> first_events(sql::Session& session, Stream const& stream, base::Instant now) {
    std::vector<quality::AlarmEvent> events{{now, std::nullopt, std::nullopt, quality::OnlyNotify{}}};
    for (auto const& work : maintenance_ahead(session, stream, now))
        events.push_back({now, std::nullopt, std::nullopt, quality::MaintenanceAnnounced{work.window}});
    return events;
}

}  // namespace

base::Result<AlarmStanding> AlarmService::create(sql::Tx& tx, Caller const& caller, StreamId id,
                                                 AlarmSettings const& settings) const {
    KUNYU_TRY(auto const stream, entities_.find(tx, caller, id));
    KUNYU_TRY(auto const thing, thing_for(tx, caller, station_editing, stream.thing));
    if (load_alarms(tx, id).size() >= most_alarms)
        return base::refuse("quality.too_many_alarms", {{"max", std::to_string(most_alarms)}});
    Alarm alarm;
    alarm.id = ids_.next_as<AlarmTag>();
    alarm.stream = id;
    alarm.created_by_name = caller.name;
    alarm.created_at = caller.now;
    apply(settings, alarm);
    insert(tx, alarm, stamp_of(caller));
    record(tx, caller, thing, alarm, nullptr, record_of(alarm));
    return happen(tx, ids_, {alarm, {}}, first_events(tx, stream, caller.now));
}

base::Result<AlarmStanding> AlarmService::edit(sql::Tx& tx, Caller const& caller, AlarmId id, std::int64_t version,
                                               AlarmSettings const& settings) const {
    KUNYU_TRY(auto found, editable(tx, caller, id, version));
    auto& [standing, thing] = found;
    Alarm const before = standing.alarm;
    apply(settings, standing.alarm);
    ++standing.alarm.version;
    update(tx, standing.alarm, stamp_of(caller));
    record(tx, caller, thing, standing.alarm, record_of(before), record_of(standing.alarm));
    bool const begins_anew = standing.alarm.rule != before.rule || standing.alarm.watched != before.watched;
    if (!begins_anew) return std::move(standing);
    standing = happen(tx, ids_, std::move(standing), {caller.now, std::nullopt, std::nullopt, quality::RuleChanged{}});
    write_state(tx, standing.alarm, standing.state);
    return std::move(standing);
}

base::Result<void> AlarmService::remove(sql::Tx& tx, Caller const& caller, AlarmId id,
                                        std::optional<std::int64_t> version) const {
    KUNYU_TRY(auto const found, editable(tx, caller, id, version));
    auto const& [alarm, state] = found.standing;
    if (is_unacknowledged(state))
        return base::refuse("quality.alarm_open", {{"occurrence", std::to_string(state.occurrence)}});
    observations::remove(tx, id);
    record(tx, caller, found.thing, alarm, record_of(alarm), nullptr);
    return {};
}

base::Result<AlarmStanding> AlarmService::acknowledge(sql::Tx& tx, Caller const& caller, AlarmId id,
                                                      Acknowledgement const& seen) const {
    KUNYU_TRY(auto found, editable(tx, caller, id));
    auto& standing = found.standing;
    if (standing.state.occurrence != seen.occurrence || !is_unacknowledged(standing.state))
        return base::refuse("quality.other_occurrence", {{"occurrence", std::to_string(seen.occurrence)}});
    json::object after{{"acknowledged", seen.occurrence}};
    if (!seen.note.empty()) after["note"] = seen.note;
    record(tx, caller, found.thing, standing.alarm, nullptr, std::move(after));
    return happen(
        tx, ids_, std::move(standing),
        {caller.now, std::nullopt, std::nullopt, quality::Acknowledged{seen.occurrence, caller.name, seen.note}});
}

base::Result<AlarmStanding> AlarmService::find(sql::Session& session, Caller const& caller, AlarmId id) const {
    KUNYU_TRY(auto found, known(session, caller, id));
    return std::move(found.standing);
}

base::Result<std::vector<AlarmStanding>> AlarmService::of_stream(sql::Session& session, Caller const& caller,
                                                                 StreamId id) const {
    KUNYU_TRY_VOID(identity::authorise_any(caller, station_reading));
    KUNYU_TRY(auto const stream, entities_.find(session, caller, id));
    KUNYU_TRY_VOID(thing_for(session, caller, station_reading, stream.thing));
    return standings_of(session, id);
}

base::Result<AlarmPage> AlarmService::list(sql::Session& session, Caller const& caller,
                                           AlarmFilter const& filter) const {
    KUNYU_TRY_VOID(identity::authorise_any(caller, station_reading));
    if (filter.network && !load(session, *filter.network))
        return base::refuse_field("network", "observations.network_not_found");
    return list_alarms(session, filter, platforms_of(session, caller, station_reading), base::day_of(caller.now));
}

base::Result<std::vector<AlarmEntry>> AlarmService::entries(sql::Session& session, Caller const& caller, AlarmId id,
                                                            std::optional<std::int64_t> before, int limit) const {
    KUNYU_TRY_VOID(known(session, caller, id));
    return entries_of(session, id, before, limit);
}

}  // namespace kunyu::observations
