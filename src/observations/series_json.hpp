#pragma once
#include "observations/series.hpp"

#include <boost/json.hpp>

namespace kunyu::observations {

/// {time, result, quality}
boost::json::object observation_json(Observation const& observation);
/// The stream as in the list of its station, with the station itself, its properties and its figures.
boost::json::object stream_json(StreamReach const& reach, StreamFigures const& figures, base::Day day);
/// Either `buckets` or `points` is null.
boost::json::object series_json(StreamReach const& reach, Series const& series);

}  // namespace kunyu::observations
