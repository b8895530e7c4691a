#pragma once
#include "observations/entity.hpp"
#include "observations/faults.hpp"

#include <cstddef>
#include <string_view>

namespace kunyu::observations {

/// What an entity must be by itself (18-088, clause 8); links are the service's to look up. Texts that the standard
/// asks for must not be empty, but for descriptions, which many clients leave empty. Faults name members as
/// SensorThings does.
void check(Thing const& thing, Faults& faults);
/// GeoJSON where the encoding says so; what another encoding holds is not looked at.
void check(Location const& location, Faults& faults);
/// At least one place.
void check(HistoricalLocation const& moved, Faults& faults);
void check(Sensor const& sensor, Faults& faults);
void check(ObservedProperty const& property, Faults& faults);
/// One unit and one observed property; of a MultiDatastream as many units, observation types and observed properties
/// (18-088, multi-datastream constraints). An embargo has days, nothing else has.
void check(Stream const& stream, Faults& faults);
void check(Feature const& feature, Faults& faults);

/// "application/geo+json", or its name before RFC 7946.
bool is_geojson(std::string_view encoding_type);

/// The types of 18-088, table 12, begin so. Others are taken too, as they are written: examples of the standard itself
/// and other servers have addresses of their own.
inline constexpr std::string_view observation_type_prefix = "http://www.opengis.net/def/observationType/OGC-OM/2.0/";
inline constexpr std::string_view complex_observation =
    "http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_ComplexObservation";

inline constexpr std::size_t most_properties_of_stream = 100;
inline constexpr std::size_t most_locations_of_thing = 20;
inline constexpr std::int64_t most_embargo_days = 36'525;  ///< a century

}  // namespace kunyu::observations
