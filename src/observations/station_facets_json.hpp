#pragma once
#include "base/time.hpp"
#include "observations/station_facets.hpp"
#include "sql/database.hpp"

#include <boost/json.hpp>

namespace kunyu::observations {

/// StationFacets of the contract: the values of each facet with their names, the most frequent first, and where the
/// stations stand, at most 5,000 of them. Of properties the name is in the language of whoever made them.
boost::json::object to_json(sql::Session& session, View const& view, StationFacets const& facets, base::Day day);

}  // namespace kunyu::observations
