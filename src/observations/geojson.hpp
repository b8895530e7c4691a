#pragma once
#include "base/result.hpp"

#include <boost/json.hpp>

#include <optional>
#include <string>

namespace kunyu::observations {

/// What is wrong with a GeoJSON text (RFC 7946), or nothing: a geometry, a Feature or a FeatureCollection; positions of
/// 2 to 4 numbers with longitude within ±180 and latitude within ±90 degrees; lines of two positions, rings of four
/// that close. A Feature may lack "properties", as those of SensorThings' own examples do. The path is a JSON pointer
/// that begins with `path`.
std::optional<base::FieldError> fault_in_geojson(boost::json::value const& value, std::string const& path);

}  // namespace kunyu::observations
