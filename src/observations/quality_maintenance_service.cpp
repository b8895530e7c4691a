#include "observations/quality_maintenance_service.hpp"

#include "base/json.hpp"
#include "observations/entity_writing.hpp"
#include "observations/quality_alarm_desk.hpp"
#include "observations/quality_alarm_store.hpp"
#include "observations/station_access.hpp"

namespace kunyu::observations {

using identity::Caller;

namespace {

namespace json = boost::json;

constexpr std::int64_t day = 86'400;  // seconds

std::string days(std::int64_t count) {
    return std::to_string(count);
}

base::Result<void> check(sql::Session& session, NewMaintenance const& announced, base::Instant now) {
    Faults faults;
    auto const& [from, to] = announced.window;
    if (to <= from) faults.add("/to", "quality.maintenance_reversed");
    if (to > from.plus_seconds(longest_maintenance_days * day))
        faults.add("/to", "quality.maintenance_too_long", {{"days", days(longest_maintenance_days)}});
    if (from < now.plus_seconds(-oldest_maintenance_days * day))
        faults.add("/from", "quality.maintenance_too_old", {{"days", days(oldest_maintenance_days)}});
    auto const stream = announced.stream ? load(session, *announced.stream) : std::nullopt;
    if (announced.stream && (!stream || stream->thing != announced.thing))
        faults.add("/stream", "quality.not_of_station", {{"stream", std::to_string(announced.stream->value)}});
    return faults.result();
}

json::object record_of(Maintenance const& maintenance) {
    return {{"stream", base::json_or_null(maintenance.stream)},
            {"from", base::to_string(maintenance.window.from)},
            {"to", base::to_string(maintenance.window.to)},
            {"ended_at", base::json_or_null(maintenance.ended_at)}};
}

void record(sql::Tx& tx, Caller const& caller, Thing const& thing, Maintenance const& maintenance, json::value before) {
    RecordedChange change;
    change.action = station_editing;
    change.kind = "observation_maintenance";
    change.id = maintenance.id.value;
    change.label = maintenance.reason;
    change.before = std::move(before);
    change.after = record_of(maintenance);
    record_change(tx, caller, thing, std::move(change));
}

/// To all alarms that it concerns.
void tell_alarms(sql::Tx& tx, base::IdGenerator& ids, Maintenance const& maintenance,
                 quality::AlarmEvent const& event) {
    auto const streams = maintenance.stream ? std::vector{*maintenance.stream} : streams_of(tx, maintenance.thing);
    for (auto const stream : streams)
        for (auto& standing : standings_of(tx, stream)) happen(tx, ids, std::move(standing), event);
}

}  // namespace

base::Result<Maintenance> MaintenanceService::announce(sql::Tx& tx, Caller const& caller,
                                                       NewMaintenance const& announced) const {
    KUNYU_TRY_VOID(identity::authorise_any(caller, station_editing));
    KUNYU_TRY(auto const thing, thing_for(tx, caller, station_editing, announced.thing));
    KUNYU_TRY_VOID(check(tx, announced, caller.now));
    Maintenance maintenance;
    maintenance.id = ids_.next_as<MaintenanceTag>();
    maintenance.thing = announced.thing;
    maintenance.stream = announced.stream;
    maintenance.window = announced.window;
    maintenance.reason = announced.reason;
    maintenance.created_by_name = caller.name;
    maintenance.created_at = caller.now;
    insert(tx, maintenance, stamp_of(caller));
    tell_alarms(tx, ids_, maintenance,
                {caller.now, std::nullopt, std::nullopt, quality::MaintenanceAnnounced{maintenance.window}});
    record(tx, caller, thing, maintenance, nullptr);
    return maintenance;
}

base::Result<Maintenance> MaintenanceService::end(sql::Tx& tx, Caller const& caller, MaintenanceId id) const {
    KUNYU_TRY_VOID(identity::authorise_any(caller, station_editing));
    auto maintenance = load(tx, id);
    auto const thing = maintenance ? load(tx, maintenance->thing) : std::nullopt;
    if (!thing || !owns(tx, caller, *thing)) return base::refuse("quality.maintenance_not_found");
    KUNYU_TRY_VOID(authorise_station(tx, caller, station_editing, *thing));
    if (maintenance->ended_at || maintenance->window.to <= caller.now) return std::move(*maintenance);
    auto before = record_of(*maintenance);
    maintenance->ended_at = caller.now;
    end_maintenance(tx, id, caller.now);
    tell_alarms(tx, ids_, *maintenance,
                {caller.now, std::nullopt, std::nullopt, quality::MaintenanceEnded{maintenance->window}});
    record(tx, caller, *thing, *maintenance, std::move(before));
    return std::move(*maintenance);
}

base::Result<std::vector<Maintenance>> MaintenanceService::of_station(sql::Session& session, Caller const& caller,
                                                                      ThingId thing) const {
    KUNYU_TRY_VOID(identity::authorise_any(caller, station_reading));
    KUNYU_TRY_VOID(thing_for(session, caller, station_reading, thing));
    return load_maintenance(session, thing);
}

}  // namespace kunyu::observations
