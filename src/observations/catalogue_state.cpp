#include "observations/catalogue_state.hpp"

#include <utility>

namespace kunyu::observations {
namespace {

template <typename T>
void store(EntityTable<T>& table, T entity) {
    auto const id = entity.id;
    table.set(id, std::make_shared<T const>(std::move(entity)));
}

/// What stood there before.
template <typename T>
std::shared_ptr<T const> take(EntityTable<T>& table, decltype(T::id) id) {
    auto const* found = table.find(id);
    if (!found) return nullptr;
    auto before = *found;
    table.erase(id);
    return before;
}

template <typename Owner, typename T>
void store_all(OrderedTable<Owner, std::shared_ptr<std::vector<T> const>>& table, Owner owner, std::vector<T> all) {
    if (all.empty())
        table.erase(owner);
    else
        table.set(owner, std::make_shared<std::vector<T> const>(std::move(all)));
}

}  // namespace

void CatalogueState::put(Thing entity) {
    remove(entity.id);
    for (auto const location : entity.locations) things_at.add(location, entity.id);
    store(things, std::move(entity));
}

void CatalogueState::put(Location entity) {
    store(locations, std::move(entity));
}

void CatalogueState::put(HistoricalLocation entity) {
    remove(entity.id);
    history_of_thing.add(entity.thing, entity.id);
    for (auto const location : entity.locations) history_at.add(location, entity.id);
    store(historical_locations, std::move(entity));
}

void CatalogueState::put(Sensor entity) {
    store(sensors, std::move(entity));
}

void CatalogueState::put(ObservedProperty entity) {
    store(observed_properties, std::move(entity));
}

void CatalogueState::put(Stream entity) {
    remove(entity.id);
    streams_of_thing.add(entity.thing, entity.id);
    streams_of_sensor.add(entity.sensor, entity.id);
    for (auto const property : entity.observed_properties) streams_of_property.add(property, entity.id);
    for (auto const& since : entity.features) streams_of_feature.add(since.feature, entity.id);
    for (auto const& named : entity.named_features) streams_of_feature.add(named.feature, entity.id);
    store(streams, std::move(entity));
}

void CatalogueState::put(Feature entity) {
    remove(entity.id);
    if (entity.made_from) features_made_from.add(*entity.made_from, entity.id);
    store(features, std::move(entity));
}

void CatalogueState::put(ThingId thing, std::vector<Programme> all) {
    store_all(programmes, thing, std::move(all));
}

void CatalogueState::put(StreamId stream, std::vector<Calibration> all) {
    store_all(calibrations, stream, std::move(all));
}

void CatalogueState::remove(ThingId id) {
    auto const before = take(things, id);
    if (!before) return;
    for (auto const location : before->locations) things_at.remove(location, id);
}

void CatalogueState::remove(LocationId id) {
    take(locations, id);
}

void CatalogueState::remove(HistoricalLocationId id) {
    auto const before = take(historical_locations, id);
    if (!before) return;
    history_of_thing.remove(before->thing, id);
    for (auto const location : before->locations) history_at.remove(location, id);
}

void CatalogueState::remove(SensorId id) {
    take(sensors, id);
}

void CatalogueState::remove(ObservedPropertyId id) {
    take(observed_properties, id);
}

void CatalogueState::remove(StreamId id) {
    auto const before = take(streams, id);
    if (!before) return;
    streams_of_thing.remove(before->thing, id);
    streams_of_sensor.remove(before->sensor, id);
    for (auto const property : before->observed_properties) streams_of_property.remove(property, id);
    for (auto const& since : before->features) streams_of_feature.remove(since.feature, id);
    for (auto const& named : before->named_features) streams_of_feature.remove(named.feature, id);
}

void CatalogueState::remove(FeatureId id) {
    auto const before = take(features, id);
    if (before && before->made_from) features_made_from.remove(*before->made_from, id);
}

}  // namespace kunyu::observations
