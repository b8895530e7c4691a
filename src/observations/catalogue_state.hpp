#pragma once
#include "observations/entity.hpp"
#include "observations/ordered_table.hpp"
#include "observations/relation.hpp"
#include "observations/station.hpp"

#include <cstdint>
#include <memory>
#include <vector>

namespace kunyu::observations {

/// The entities of one kind by id.
template <typename T>
using EntityTable = OrderedTable<decltype(T::id), std::shared_ptr<T const>>;

/// All entities at one moment, with the relations that are stored at one end looked up from the other. put() and
/// remove() keep both together; once published it does not change any more.
struct CatalogueState {
    EntityTable<Thing> things;
    EntityTable<Location> locations;
    EntityTable<HistoricalLocation> historical_locations;
    EntityTable<Sensor> sensors;
    EntityTable<ObservedProperty> observed_properties;
    EntityTable<Stream> streams;
    EntityTable<Feature> features;

    Relation<LocationId, ThingId> things_at;
    Relation<ThingId, HistoricalLocationId> history_of_thing;
    Relation<LocationId, HistoricalLocationId> history_at;
    Relation<ThingId, StreamId> streams_of_thing;
    Relation<SensorId, StreamId> streams_of_sensor;
    Relation<ObservedPropertyId, StreamId> streams_of_property;
    Relation<FeatureId, StreamId> streams_of_feature;
    Relation<LocationId, FeatureId> features_made_from;

    /// What stations are to observe, and how streams are calibrated; ascending.
    OrderedTable<ThingId, std::shared_ptr<std::vector<Programme> const>> programmes;
    OrderedTable<StreamId, std::shared_ptr<std::vector<Calibration> const>> calibrations;

    std::int64_t sequence = 0;  ///< of the last change that went in

    /// In place of the one with this id.
    void put(Thing entity);
    void put(Location entity);
    void put(HistoricalLocation entity);
    void put(Sensor entity);
    void put(ObservedProperty entity);
    void put(Stream entity);
    void put(Feature entity);

    /// All of one station or stream; none of them removes it.
    void put(ThingId thing, std::vector<Programme> all);
    void put(StreamId stream, std::vector<Calibration> all);

    /// What is not there is no fault.
    void remove(ThingId id);
    void remove(LocationId id);
    void remove(HistoricalLocationId id);
    void remove(SensorId id);
    void remove(ObservedPropertyId id);
    void remove(StreamId id);
    void remove(FeatureId id);
};

}  // namespace kunyu::observations
