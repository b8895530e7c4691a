#pragma once
#include "sensorthings/expression.hpp"
#include "sensorthings/value.hpp"

#include <span>

namespace kunyu::sensorthings {

/// geo.distance, geo.length (degrees, see Geometry), geo.intersects and the st_ functions; null for what is no
/// geometry.
Value apply_to_geometries(Function function, std::span<Value const> arguments);

}  // namespace kunyu::sensorthings
