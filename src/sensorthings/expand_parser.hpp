#pragma once
#include "base/result.hpp"
#include "sensorthings/options.hpp"

#include <string_view>
#include <vector>

namespace kunyu::sensorthings {

/// Reads the value of $expand for entities of this type: `Datastreams/Sensor,Locations($select=name;$top=2)`. Ways that
/// begin alike are one: `a/b,a/c` expands a once. Refuses with 400: sensorthings.bad_expand, unknown_navigation,
/// expand_too_deep, and what its options refuse.
base::Result<std::vector<Expand>> parse_expand(std::string_view text, Kind kind, int depth = 1);

}  // namespace kunyu::sensorthings
