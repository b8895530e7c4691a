#pragma once
#include "observations/access.hpp"
#include "observations/catalogue.hpp"
#include "observations/station.hpp"
#include "observations/station_list.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace kunyu::observations {

/// What the catalogue does not know of stations, as it is today.
struct StationGroups {
    std::map<NetworkId, std::set<ThingId>> members;
    std::map<std::int64_t, std::string> provinces;  ///< of platforms; GB/T 2260
};

/// How many of the stations found have each value.
template <typename Value>
using StationCounts = std::map<Value, std::int64_t>;

/// The stations that fit a filter, together: how many, of what, and where they stand.
struct StationFacets {
    std::int64_t total = 0;
    std::int64_t samples = 0;  ///< of these
    std::int64_t streams = 0;  ///< of these stations, that the scope sees
    StationCounts<std::int64_t> platform;
    StationCounts<NetworkId> network;
    StationCounts<ObservedPropertyId> observed_property;
    StationCounts<std::string> province;
    std::vector<Thing const*> found;  ///< live as long as the view
};

/// Counts under the same filter and rights as list_stations(); each facet with every filter but its own. A value that
/// only stations or streams have which the scope does not see is not there.
StationFacets count_facets(View const& view, ReadScope const& scope, StationFilter const& filter,
                           StationGroups const& groups);

}  // namespace kunyu::observations
