#include "observations/change_feed.hpp"
#include "observations/device_store.hpp"
#include "observations/entity_store.hpp"
#include "observations/linked_ids.hpp"
#include "observations/quality_removal.hpp"
#include "observations/station_store.hpp"
#include "observations/stored_json.hpp"

namespace kunyu::observations {
namespace {

constexpr LinkTable thing_locations{"observation_thing_location", "thing", "location"};
constexpr LinkTable history_locations{"observation_historical_location_location", "historical_location", "location"};

/// Things that are at the place are there no longer.
void leave(sql::Tx& tx, LocationId id, Stamp const& stamp) {
    auto const things = first_ids<ThingTag>(
        tx.query("SELECT thing FROM observation_thing_location WHERE location = ? ORDER BY thing", id));
    tx.exec("DELETE FROM observation_thing_location WHERE location = ?", id);
    for (auto const thing : things) {
        tx.exec("UPDATE observation_thing SET version = version + 1, updated_at = ? WHERE id = ?", stamp.at, thing);
        note_change(tx, ChangeKind::thing, thing.value);
    }
}

}  // namespace

std::vector<Thing> load_things(sql::Session& session, std::optional<ThingId> only) {
    auto const one = only ? std::optional(only->value) : std::nullopt;
    auto const locations = load_linked(session, thing_locations, one);
    std::vector<Thing> things;
    for (auto const& row : query_all_or_one(session,
                                            "SELECT id, version, name, description, properties, platform, is_public,"
                                            " sample FROM observation_thing",
                                            "id", one, "id")) {
        Thing thing;
        thing.id = row.id<ThingTag>(0);
        thing.version = row.integer(1);
        thing.name = row.text(2);
        thing.description = row.text(3);
        thing.properties = stored_object(row.text(4));
        thing.platform = row.optional_integer(5);
        thing.is_public = row.boolean(6);
        thing.sample = row.boolean(7);
        thing.locations = ids_of<LocationTag>(locations, thing.id.value);
        things.push_back(std::move(thing));
    }
    return things;
}

std::vector<Location> load_locations(sql::Session& session, std::optional<LocationId> only) {
    std::vector<Location> locations;
    for (auto const& row :
         query_all_or_one(session,
                          "SELECT id, version, name, description, encoding_type, location, properties FROM"
                          " observation_location",
                          "id", only ? std::optional(only->value) : std::nullopt, "id")) {
        Location location;
        location.id = row.id<LocationTag>(0);
        location.version = row.integer(1);
        location.name = row.text(2);
        location.description = row.text(3);
        location.encoding_type = row.text(4);
        location.location = stored_value(row.text(5));
        location.properties = stored_object(row.text(6));
        locations.push_back(std::move(location));
    }
    return locations;
}

std::vector<HistoricalLocation> load_historical_locations(sql::Session& session,
                                                          std::optional<HistoricalLocationId> only) {
    auto const one = only ? std::optional(only->value) : std::nullopt;
    auto const locations = load_linked(session, history_locations, one);
    std::vector<HistoricalLocation> history;
    for (auto const& row :
         query_all_or_one(session, "SELECT id, thing, time FROM observation_historical_location", "id", one, "id")) {
        HistoricalLocation moved;
        moved.id = row.id<HistoricalLocationTag>(0);
        moved.thing = row.id<ThingTag>(1);
        moved.time = row.instant(2);
        moved.locations = ids_of<LocationTag>(locations, moved.id.value);
        history.push_back(std::move(moved));
    }
    return history;
}

std::optional<Thing> load(sql::Session& session, ThingId id) {
    return first_of(load_things(session, id));
}

std::optional<Location> load(sql::Session& session, LocationId id) {
    return first_of(load_locations(session, id));
}

std::optional<HistoricalLocation> load(sql::Session& session, HistoricalLocationId id) {
    return first_of(load_historical_locations(session, id));
}

void insert(sql::Tx& tx, Thing const& entity, Stamp const& stamp) {
    tx.exec(
        "INSERT INTO observation_thing (id, version, name, description, properties, platform, is_public, sample,"
        " created_by, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        entity.id, entity.version, entity.name, entity.description, to_stored(entity.properties), entity.platform,
        entity.is_public, entity.sample, stamp.by, stamp.at, stamp.at);
    write_linked(tx, thing_locations, entity.id.value, numbers_of(entity.locations));
    note_change(tx, ChangeKind::thing, entity.id.value);
}

void insert(sql::Tx& tx, Location const& entity, Stamp const& stamp) {
    tx.exec(
        "INSERT INTO observation_location (id, version, name, description, encoding_type, location, properties,"
        " created_by, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        entity.id, entity.version, entity.name, entity.description, entity.encoding_type, to_stored(entity.location),
        to_stored(entity.properties), stamp.by, stamp.at, stamp.at);
    note_change(tx, ChangeKind::location, entity.id.value);
}

void insert(sql::Tx& tx, HistoricalLocation const& entity, Stamp const& stamp) {
    tx.exec(
        "INSERT INTO observation_historical_location (id, thing, time, created_by, created_at, updated_at) VALUES (?,"
        " ?, ?, ?, ?, ?)",
        entity.id, entity.thing, entity.time, stamp.by, stamp.at, stamp.at);
    write_linked(tx, history_locations, entity.id.value, numbers_of(entity.locations));
    note_change(tx, ChangeKind::historical_location, entity.id.value);
}

void update(sql::Tx& tx, Thing const& entity, Stamp const& stamp) {
    tx.exec(
        "UPDATE observation_thing SET version = ?, name = ?, description = ?, properties = ?, platform = ?,"
        " is_public = ?, sample = ?, updated_at = ? WHERE id = ?",
        entity.version, entity.name, entity.description, to_stored(entity.properties), entity.platform,
        entity.is_public, entity.sample, stamp.at, entity.id);
    write_linked(tx, thing_locations, entity.id.value, numbers_of(entity.locations));
    note_change(tx, ChangeKind::thing, entity.id.value);
}

void update(sql::Tx& tx, Location const& entity, Stamp const& stamp) {
    tx.exec(
        "UPDATE observation_location SET version = ?, name = ?, description = ?, encoding_type = ?, location = ?,"
        " properties = ?, updated_at = ? WHERE id = ?",
        entity.version, entity.name, entity.description, entity.encoding_type, to_stored(entity.location),
        to_stored(entity.properties), stamp.at, entity.id);
    note_change(tx, ChangeKind::location, entity.id.value);
}

void update(sql::Tx& tx, HistoricalLocation const& entity, Stamp const& stamp) {
    tx.exec("UPDATE observation_historical_location SET thing = ?, time = ?, updated_at = ? WHERE id = ?", entity.thing,
            entity.time, stamp.at, entity.id);
    write_linked(tx, history_locations, entity.id.value, numbers_of(entity.locations));
    note_change(tx, ChangeKind::historical_location, entity.id.value);
}

void remove(sql::Tx& tx, ThingId id, Stamp const& stamp) {
    for (auto const stream : streams_of(tx, id)) remove(tx, stream, stamp);
    for (auto const moved : first_ids<HistoricalLocationTag>(
             tx.query("SELECT id FROM observation_historical_location WHERE thing = ? ORDER BY id", id)))
        remove(tx, moved, stamp);
    remove_devices_of(tx, id);
    remove_station(tx, id);
    remove_quality_of(tx, id);
    clear_linked(tx, thing_locations, id.value);
    tx.exec("DELETE FROM observation_thing WHERE id = ?", id);
    note_change(tx, ChangeKind::thing, id.value);
}

void remove(sql::Tx& tx, LocationId id, Stamp const& stamp) {
    for (auto const moved : first_ids<HistoricalLocationTag>(
             tx.query("SELECT DISTINCT historical_location FROM observation_historical_location_location WHERE"
                      " location = ? ORDER BY historical_location",
                      id)))
        remove(tx, moved, stamp);
    leave(tx, id, stamp);
    detach_feature(tx, id, stamp);
    tx.exec("DELETE FROM observation_location WHERE id = ?", id);
    note_change(tx, ChangeKind::location, id.value);
}

void remove(sql::Tx& tx, HistoricalLocationId id, Stamp const&) {
    clear_linked(tx, history_locations, id.value);
    tx.exec("DELETE FROM observation_historical_location WHERE id = ?", id);
    note_change(tx, ChangeKind::historical_location, id.value);
}

std::optional<base::Instant> last_move_of(sql::Session& session, ThingId id) {
    return session.first("SELECT MAX(time) FROM observation_historical_location WHERE thing = ?", id)
        ->optional_instant(0);
}

std::vector<ThingId> things_using(sql::Session& session, LocationId id) {
    return first_ids<ThingTag>(
        session.query("SELECT thing FROM observation_thing_location WHERE location = ? UNION SELECT h.thing FROM"
                      " observation_historical_location h JOIN observation_historical_location_location l ON"
                      " l.historical_location = h.id WHERE l.location = ?",
                      id, id));
}

bool used_in_public(sql::Session& session, LocationId id) {
    return session
        .first(
            "SELECT 1 FROM observation_thing_location l JOIN observation_thing t ON t.id = l.thing WHERE l.location = ?"
            " AND t.is_public = 1 LIMIT 1",
            id)
        .has_value();
}

identity::AccountId maker_of(sql::Session& session, LocationId id) {
    auto const row = session.first("SELECT created_by FROM observation_location WHERE id = ?", id);
    return row ? row->id<identity::AccountTag>(0) : identity::AccountId{};
}

}  // namespace kunyu::observations
