#include "observations/access.hpp"
#include "observations/entity_service.hpp"
#include "observations/entity_writing.hpp"

namespace kunyu::observations {

using identity::Caller;

namespace {

void add_unknown(std::string path, std::int64_t id, Faults& faults) {
    faults.add(std::move(path), "observations.unknown_link", {{"id", std::to_string(id)}});
}

base::Result<void> check_stream(sql::Session& session, Caller const& caller, Stream const& stream) {
    Faults faults;
    check(stream, faults);
    if (!visible_thing(session, caller, stream.thing)) add_unknown("/Thing", stream.thing.value, faults);
    if (!find_shared<Sensor>(session, caller, stream.sensor)) add_unknown("/Sensor", stream.sensor.value, faults);
    std::size_t index = 0;
    for (auto const property : stream.observed_properties) {
        auto path = stream.multi ? "/ObservedProperties/" + std::to_string(index++) : "/ObservedProperty";
        if (!load(session, property)) add_unknown(std::move(path), property.value, faults);
    }
    return faults.result();
}

/// As visible as its Thing; an internal one for the station's own people alone.
base::Result<Stream> visible_stream(sql::Session& session, Caller const& caller, StreamId id) {
    auto stream = load(session, id);
    auto const thing = stream ? load(session, stream->thing) : std::nullopt;
    bool const hidden = thing && (!thing->is_public || stream->openness == Openness::internal);
    if (!thing || (hidden && !owns(session, caller, *thing))) return base::refuse(EntityWords<Stream>::not_found);
    return std::move(*stream);
}

void record_stream(sql::Tx& tx, Caller const& caller, Thing const& thing, Stream const& subject, Stream const* before,
                   Stream const* after) {
    record_written<Stream>(tx, caller, target_of(tx, thing, base::day_of(caller.now)), subject, before, after);
}

/// Where the Thing is: the first of its places in GeoJSON, else the first.
std::optional<Location> place_of(sql::Session& session, Thing const& thing) {
    std::optional<Location> first;
    for (auto const id : thing.locations) {
        auto place = load(session, id);
        if (!place) continue;
        if (is_geojson(place->encoding_type)) return place;
        if (!first) first = std::move(place);
    }
    return first;
}

Feature feature_at(Location const& place, FeatureId id) {
    Feature feature;
    feature.id = id;
    feature.name = place.name;
    feature.description = place.description;
    feature.encoding_type = place.encoding_type;
    feature.feature = place.location;
    feature.made_from = place.id;
    return feature;
}

/// Each feature holds until the next begins; one that begins where the last did takes its place.
void append_feature(Stream& stream, std::int64_t first_ordinal, FeatureId feature) {
    auto& features = stream.features;
    while (!features.empty() && features.back().first_ordinal >= first_ordinal) features.pop_back();
    if (features.empty() || features.back().feature != feature) features.push_back({first_ordinal, feature});
}

}  // namespace

base::Result<Stream> EntityService::create(sql::Tx& tx, Caller const& caller, Stream entity) const {
    KUNYU_TRY_VOID(identity::authorise_any(caller, station_editing));
    KUNYU_TRY_VOID(check_stream(tx, caller, entity));
    KUNYU_TRY(auto const thing, thing_for(tx, caller, station_editing, entity.thing));
    auto const number = take_stream_number(tx);
    if (!number) return base::refuse("observations.too_many_streams", {{"max", std::to_string(most_streams)}});
    entity.id = *number;
    entity.version = 1;
    entity.features.clear();
    insert(tx, entity, stamp_of(caller));
    record_stream(tx, caller, thing, entity, nullptr, &entity);
    return entity;
}

base::Result<Stream> EntityService::replace(sql::Tx& tx, Caller const& caller, Stream entity,
                                            std::optional<std::int64_t> version) const {
    KUNYU_TRY(auto const before, visible_stream(tx, caller, entity.id));
    KUNYU_TRY_VOID(thing_for(tx, caller, station_editing, before.thing));
    KUNYU_TRY_VOID(check_version(before.version, version));
    entity.multi = before.multi;
    entity.features = before.features;
    entity.version = before.version + 1;
    KUNYU_TRY_VOID(check_stream(tx, caller, entity));
    KUNYU_TRY(auto const thing, thing_for(tx, caller, station_editing, entity.thing));
    update(tx, entity, stamp_of(caller));
    record_stream(tx, caller, thing, entity, &before, &entity);
    return entity;
}

base::Result<void> EntityService::remove(sql::Tx& tx, Caller const& caller, StreamId id,
                                         std::optional<std::int64_t> version) const {
    KUNYU_TRY(auto const before, visible_stream(tx, caller, id));
    KUNYU_TRY(auto const thing, thing_for(tx, caller, station_editing, before.thing));
    KUNYU_TRY_VOID(check_version(before.version, version));
    observations::remove(tx, id, stamp_of(caller));
    record_stream(tx, caller, thing, before, &before, nullptr);
    return {};
}

base::Result<Stream> EntityService::find(sql::Session& session, Caller const& caller, StreamId id) const {
    return visible_stream(session, caller, id);
}

base::Result<FeatureId> EntityService::feature_for_location(sql::Tx& tx, Caller const& caller, StreamId id,
                                                            std::int64_t first_ordinal) const {
    auto stream = load(tx, id);
    if (!stream) return base::refuse(EntityWords<Stream>::not_found);
    auto const thing = load(tx, stream->thing);
    auto const place = thing ? place_of(tx, *thing) : std::nullopt;
    if (!place) return base::refuse("observations.no_location", {{"stream", std::to_string(id.value)}});
    auto feature = feature_made_from(tx, place->id);
    if (!feature) {
        auto const made = feature_at(*place, ids_.next_as<FeatureTag>());
        insert(tx, made, stamp_of(caller));
        record_written<Feature>(tx, caller, target_of(tx, *thing, base::day_of(caller.now)), made, nullptr, &made);
        feature = made.id;
    }
    append_feature(*stream, first_ordinal, *feature);
    update(tx, *stream, stamp_of(caller));
    return *feature;
}

}  // namespace kunyu::observations
