#pragma once
#include "observations/series.hpp"

#include <boost/json.hpp>

namespace kunyu::observations {

/// {time, result, quality}
boost::json::object observation_json(Observation const& observation);
/// The stream as in the list of its station, with the station itself, its properties and its figures.
boost::json::object stream_json(StreamReach const& reach, StreamFigures const& figures, base::Day day);
/// A plot, which may have thousands of parts: its text is written at once, which takes a third of the time of building
/// values first.
std::string series_text(StreamReach const& reach, Series const& series);

}  // namespace kunyu::observations
