#include "observations/station_facets.hpp"

namespace kunyu::observations {
namespace {

/// What the stations would be if this part of the filter were not there.
template <typename Clear>
std::vector<Thing const*> without(View const& view, ReadScope const& scope, StationFilter filter, Clear const& clear) {
    clear(filter);
    return all_stations(view, scope, filter);
}

std::set<ObservedPropertyId> observed_at(View const& view, ReadScope const& scope, Thing const& thing) {
    std::set<ObservedPropertyId> properties;
    for (auto const id : view.streams_of(thing.id)) {
        auto const& stream = *view.find(id);
        if (scope.sees(view, stream))
            properties.insert(stream.observed_properties.begin(), stream.observed_properties.end());
    }
    return properties;
}

std::int64_t streams_at(View const& view, ReadScope const& scope, Thing const& thing) {
    std::int64_t count = 0;
    for (auto const id : view.streams_of(thing.id))
        if (scope.sees(view, *view.find(id))) ++count;
    return count;
}

void count_networks(std::vector<Thing const*> const& things, StationGroups const& groups, StationFacets& facets) {
    for (auto const& [network, members] : groups.members)
        for (auto const* thing : things)
            if (members.contains(thing->id)) ++facets.network[network];
}

void count_provinces(std::vector<Thing const*> const& things, StationGroups const& groups, StationFacets& facets) {
    for (auto const* thing : things) {
        auto const found = thing->platform ? groups.provinces.find(*thing->platform) : groups.provinces.end();
        if (found != groups.provinces.end()) ++facets.province[found->second];
    }
}

}  // namespace

StationFacets count_facets(View const& view, ReadScope const& scope, StationFilter const& filter,
                           StationGroups const& groups) {
    StationFacets facets;
    facets.found = all_stations(view, scope, filter);
    for (auto const* thing : facets.found) {
        ++facets.total;
        facets.samples += thing->sample ? 1 : 0;
        facets.streams += streams_at(view, scope, *thing);
    }
    for (auto const* thing : without(view, scope, filter, [](StationFilter& wider) { wider.platform.reset(); }))
        if (thing->platform) ++facets.platform[*thing->platform];
    for (auto const* thing :
         without(view, scope, filter, [](StationFilter& wider) { wider.observed_property.reset(); }))
        for (auto const property : observed_at(view, scope, *thing)) ++facets.observed_property[property];
    count_networks(without(view, scope, filter, [](StationFilter& wider) { wider.among.reset(); }), groups, facets);
    count_provinces(without(view, scope, filter, [](StationFilter& wider) { wider.platforms.reset(); }), groups,
                    facets);
    return facets;
}

}  // namespace kunyu::observations
