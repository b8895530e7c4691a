#include "observations/access.hpp"
#include "observations/entity_service.hpp"
#include "observations/entity_writing.hpp"

#include <set>

namespace kunyu::observations {

using identity::Caller;

namespace {

bool same_places(std::vector<LocationId> const& a, std::vector<LocationId> const& b) {
    return std::set<LocationId>(a.begin(), a.end()) == std::set<LocationId>(b.begin(), b.end());
}

identity::Target target_today(sql::Session& session, Caller const& caller, Thing const& thing) {
    return target_of(session, thing, base::day_of(caller.now));
}

base::Result<void> check_thing(sql::Session& session, Caller const& caller, Thing const& thing) {
    Faults faults;
    check(thing, faults);
    check_places(session, caller, thing.locations, faults);
    if (thing.platform && !session.first("SELECT 1 FROM platform WHERE id = ?", *thing.platform))
        faults.add("/platform", "observations.unknown_link", {{"id", std::to_string(*thing.platform)}});
    return faults.result();
}

base::Result<void> check_moved(sql::Session& session, Caller const& caller, HistoricalLocation const& moved) {
    Faults faults;
    check(moved, faults);
    check_places(session, caller, moved.locations, faults);
    if (!visible_thing(session, caller, moved.thing))
        faults.add("/Thing", "observations.unknown_link", {{"id", std::to_string(moved.thing.value)}});
    return faults.result();
}

/// The Thing came to where it is now.
void note_arrival(sql::Tx& tx, Caller const& caller, base::IdGenerator& ids, Thing const& thing) {
    if (thing.locations.empty()) return;
    HistoricalLocation moved;
    moved.id = ids.next_as<HistoricalLocationTag>();
    moved.thing = thing.id;
    moved.time = caller.now;
    moved.locations = thing.locations;
    insert(tx, moved, stamp_of(caller));
}

/// As visible as its Thing.
base::Result<HistoricalLocation> visible_move(sql::Session& session, Caller const& caller, HistoricalLocationId id) {
    auto moved = load(session, id);
    if (!moved || !visible_thing(session, caller, moved->thing))
        return base::refuse(EntityWords<HistoricalLocation>::not_found);
    return std::move(*moved);
}

}  // namespace

base::Result<Thing> EntityService::create(sql::Tx& tx, Caller const& caller, Thing entity) const {
    KUNYU_TRY_VOID(authorise_station(tx, caller, station_editing, entity));
    KUNYU_TRY_VOID(check_thing(tx, caller, entity));
    entity.id = ids_.next_as<ThingTag>();
    entity.version = 1;
    insert(tx, entity, stamp_of(caller));
    note_arrival(tx, caller, ids_, entity);
    record_written<Thing>(tx, caller, target_today(tx, caller, entity), entity, nullptr, &entity);
    return entity;
}

base::Result<Thing> EntityService::replace(sql::Tx& tx, Caller const& caller, Thing entity,
                                           std::optional<std::int64_t> version) const {
    KUNYU_TRY(auto const before, thing_for(tx, caller, station_editing, entity.id));
    KUNYU_TRY_VOID(authorise_station(tx, caller, station_editing, entity));
    KUNYU_TRY_VOID(check_version(before.version, version));
    KUNYU_TRY_VOID(check_thing(tx, caller, entity));
    entity.version = before.version + 1;
    entity.sample = before.sample;
    update(tx, entity, stamp_of(caller));
    if (!same_places(before.locations, entity.locations)) note_arrival(tx, caller, ids_, entity);
    record_written<Thing>(tx, caller, target_today(tx, caller, entity), entity, &before, &entity);
    return entity;
}

base::Result<void> EntityService::remove(sql::Tx& tx, Caller const& caller, ThingId id,
                                         std::optional<std::int64_t> version) const {
    KUNYU_TRY(auto const before, thing_for(tx, caller, station_editing, id));
    KUNYU_TRY_VOID(check_version(before.version, version));
    auto const target = target_today(tx, caller, before);
    record_taken_along(tx, caller, id);
    observations::remove(tx, id, stamp_of(caller));
    record_written<Thing>(tx, caller, target, before, &before, nullptr);
    return {};
}

base::Result<Thing> EntityService::find(sql::Session& session, Caller const& caller, ThingId id) const {
    return visible_thing(session, caller, id);
}

base::Result<Thing> EntityService::link(sql::Tx& tx, Caller const& caller, ThingId thing, LocationId location) const {
    KUNYU_TRY(auto entity, visible_thing(tx, caller, thing));
    auto& places = entity.locations;
    if (std::find(places.begin(), places.end(), location) == places.end()) places.push_back(location);
    return replace(tx, caller, std::move(entity));
}

base::Result<HistoricalLocation> EntityService::create(sql::Tx& tx, Caller const& caller,
                                                       HistoricalLocation entity) const {
    KUNYU_TRY_VOID(identity::authorise_any(caller, station_editing));
    KUNYU_TRY_VOID(check_moved(tx, caller, entity));
    KUNYU_TRY(auto thing, thing_for(tx, caller, station_editing, entity.thing));
    auto const last = last_move_of(tx, thing.id);
    entity.id = ids_.next_as<HistoricalLocationTag>();
    insert(tx, entity, stamp_of(caller));
    if ((!last || *last < entity.time) && !same_places(thing.locations, entity.locations)) {
        thing.locations = entity.locations;
        ++thing.version;
        update(tx, thing, stamp_of(caller));
    }
    record_written<HistoricalLocation>(tx, caller, target_today(tx, caller, thing), entity, nullptr, &entity);
    return entity;
}

base::Result<HistoricalLocation> EntityService::replace(sql::Tx& tx, Caller const& caller, HistoricalLocation entity,
                                                        std::optional<std::int64_t>) const {
    KUNYU_TRY(auto const before, visible_move(tx, caller, entity.id));
    KUNYU_TRY_VOID(thing_for(tx, caller, station_editing, before.thing));
    KUNYU_TRY_VOID(check_moved(tx, caller, entity));
    KUNYU_TRY(auto const thing, thing_for(tx, caller, station_editing, entity.thing));
    update(tx, entity, stamp_of(caller));
    record_written<HistoricalLocation>(tx, caller, target_today(tx, caller, thing), entity, &before, &entity);
    return entity;
}

base::Result<void> EntityService::remove(sql::Tx& tx, Caller const& caller, HistoricalLocationId id,
                                         std::optional<std::int64_t>) const {
    KUNYU_TRY(auto const before, visible_move(tx, caller, id));
    KUNYU_TRY(auto const thing, thing_for(tx, caller, station_editing, before.thing));
    observations::remove(tx, id, stamp_of(caller));
    record_written<HistoricalLocation>(tx, caller, target_today(tx, caller, thing), before, &before, nullptr);
    return {};
}

base::Result<HistoricalLocation> EntityService::find(sql::Session& session, Caller const& caller,
                                                     HistoricalLocationId id) const {
    return visible_move(session, caller, id);
}

}  // namespace kunyu::observations
