#pragma once
#include "observations/entity.hpp"
#include "sensorthings/reading.hpp"

#include <boost/json.hpp>

namespace kunyu::sensorthings {

/// observedArea of a stream: where its features of interest are. The geometry of the only one, or the rectangle around
/// several, in longitude and latitude; null when none has a place.
boost::json::value observed_area(Reading const& reading, observations::Stream const& stream);

}  // namespace kunyu::sensorthings
