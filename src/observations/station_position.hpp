#pragma once
#include "observations/catalogue.hpp"
#include "observations/station_service.hpp"

#include <optional>

namespace kunyu::observations {

/// Where the station is now: the first of its locations in GeoJSON.
std::optional<Position> position_of(View const& view, Thing const& thing);

}  // namespace kunyu::observations
