#pragma once
#include "observations/entity.hpp"

#include <boost/json.hpp>

#include <string>

namespace kunyu::observations {

/// Entities as the audit record keeps them.
boost::json::object record_of(Thing const& entity);
boost::json::object record_of(Location const& entity);
boost::json::object record_of(HistoricalLocation const& entity);
boost::json::object record_of(Sensor const& entity);
boost::json::object record_of(ObservedProperty const& entity);
boost::json::object record_of(Stream const& entity);
boost::json::object record_of(Feature const& entity);

/// A station or stream out of its record, which has neither its id nor its version.
template <typename T>
T entity_in(boost::json::object const& record, decltype(T::id) id);
template <>
Thing entity_in<Thing>(boost::json::object const& record, ThingId id);
template <>
Stream entity_in<Stream>(boost::json::object const& record, StreamId id);

/// What the record calls a kind of entity, and what is refused where there is none of it.
template <typename T>
struct EntityWords;
template <>
struct EntityWords<Thing> {
    static constexpr char const* kind = "station";
    static constexpr char const* not_found = "observations.thing_not_found";
};
template <>
struct EntityWords<Location> {
    static constexpr char const* kind = "observation_location";
    static constexpr char const* not_found = "observations.location_not_found";
};
template <>
struct EntityWords<HistoricalLocation> {
    static constexpr char const* kind = "observation_historical_location";
    static constexpr char const* not_found = "observations.historical_location_not_found";
};
template <>
struct EntityWords<Sensor> {
    static constexpr char const* kind = "observation_sensor";
    static constexpr char const* not_found = "observations.sensor_not_found";
};
template <>
struct EntityWords<ObservedProperty> {
    static constexpr char const* kind = "observed_property";
    static constexpr char const* not_found = "observations.observed_property_not_found";
};
template <>
struct EntityWords<Stream> {
    static constexpr char const* kind = "observation_stream";
    static constexpr char const* not_found = "observations.stream_not_found";
};
template <>
struct EntityWords<Feature> {
    static constexpr char const* kind = "observation_feature";
    static constexpr char const* not_found = "observations.feature_not_found";
};

}  // namespace kunyu::observations
