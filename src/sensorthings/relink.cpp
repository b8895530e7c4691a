#include "sensorthings/relink.hpp"

#include "observations/entity_rules.hpp"

#include <algorithm>
#include <utility>

namespace kunyu::sensorthings {

using namespace observations;  // NOLINT: nearly every name here is an entity
using identity::Caller;

namespace {

std::string encoding_of(Location const& place) {
    return is_geojson(place.encoding_type) ? "application/geo+json" : place.encoding_type;
}

base::Result<void> come_to(EntityService const& entities, sql::Tx& tx, Caller const& caller, ThingId id,
                           LocationId place) {
    KUNYU_TRY(auto thing, entities.find(tx, caller, id));
    KUNYU_TRY(thing.locations, places_after(entities, tx, caller, thing.locations, {place}));
    KUNYU_TRY_VOID(entities.replace(tx, caller, std::move(thing)));
    return {};
}

base::Result<void> hand_over_stream(EntityService const& entities, sql::Tx& tx, Caller const& caller,
                                    EntityKey const& owner, EntityKey const& member) {
    KUNYU_TRY(auto stream, entities.find(tx, caller, StreamId{member.id}));
    if (stream.multi != (member.kind == Kind::multi_datastream)) return base::refuse("observations.stream_not_found");
    if (owner.kind == Kind::thing) stream.thing = {owner.id};
    if (owner.kind == Kind::sensor) stream.sensor = {owner.id};
    if (owner.kind == Kind::observed_property && stream.multi) return base::refuse("sensorthings.fixed_link");
    if (owner.kind == Kind::observed_property) stream.observed_properties = {{owner.id}};
    KUNYU_TRY_VOID(entities.replace(tx, caller, std::move(stream)));
    return {};
}

base::Result<void> change_history(EntityService const& entities, sql::Tx& tx, Caller const& caller,
                                  HistoricalLocationId id, EntityKey const& other) {
    KUNYU_TRY(auto moved, entities.find(tx, caller, id));
    auto& places = moved.locations;
    if (other.kind == Kind::thing)
        moved.thing = {other.id};
    else if (std::find(places.begin(), places.end(), LocationId{other.id}) == places.end())
        places.push_back({other.id});
    KUNYU_TRY_VOID(entities.replace(tx, caller, std::move(moved)));
    return {};
}

}  // namespace

base::Result<std::vector<LocationId>> places_after(EntityService const& entities, sql::Session& session,
                                                   Caller const& caller, std::vector<LocationId> const& before,
                                                   std::vector<LocationId> const& added) {
    std::vector<std::string> encodings;
    for (auto const id : added) {
        KUNYU_TRY(auto const place, entities.find(session, caller, id));
        encodings.push_back(encoding_of(place));
    }
    std::vector<LocationId> after;
    for (auto const id : before) {
        KUNYU_TRY(auto const place, entities.find(session, caller, id));
        if (std::find(encodings.begin(), encodings.end(), encoding_of(place)) == encodings.end()) after.push_back(id);
    }
    after.insert(after.end(), added.begin(), added.end());
    return after;
}

base::Result<void> relink(EntityService const& entities, sql::Tx& tx, Caller const& caller, EntityKey const& owner,
                          EntityKey const& member) {
    if (owner.kind == Kind::thing && member.kind == Kind::location)
        return come_to(entities, tx, caller, {owner.id}, {member.id});
    if (owner.kind == Kind::location && member.kind == Kind::thing)
        return come_to(entities, tx, caller, {member.id}, {owner.id});
    if (member.kind == Kind::datastream || member.kind == Kind::multi_datastream)
        return hand_over_stream(entities, tx, caller, owner, member);
    if (member.kind == Kind::historical_location) return change_history(entities, tx, caller, {member.id}, owner);
    if (owner.kind == Kind::historical_location) return change_history(entities, tx, caller, {owner.id}, member);
    return base::refuse("sensorthings.fixed_link");
}

}  // namespace kunyu::sensorthings
