#include "observations/station_facets_json.hpp"

#include "observations/network_store.hpp"
#include "observations/station_position.hpp"
#include "registry/platform_json.hpp"
#include "registry/platform_query.hpp"
#include "registry/platform_store.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace kunyu::observations {
namespace {

namespace json = boost::json;

constexpr std::size_t most_points = 5000;

/// The largest first.
json::array sorted_json(std::vector<registry::FacetValue> values) {
    std::stable_sort(values.begin(), values.end(), [](auto const& a, auto const& b) { return a.count > b.count; });
    return registry::facet_json(values);
}

json::array platforms_json(sql::Session& session, StationCounts<std::int64_t> const& counts) {
    std::vector<registry::PlatformId> ids;
    for (auto const& entry : counts) ids.push_back({entry.first});
    std::vector<registry::FacetValue> values;
    for (auto const& [id, platform] : registry::platform_refs(session, ids))
        values.push_back({platform.code, platform.name, counts.at(id.value)});
    return sorted_json(std::move(values));
}

json::array networks_json(sql::Session& session, StationCounts<NetworkId> const& counts) {
    std::vector<registry::FacetValue> values;
    for (auto const& [id, count] : counts)
        if (auto const network = load(session, id))
            values.push_back({std::to_string(id.value), {network->name_zh, network->name_en}, count});
    return sorted_json(std::move(values));
}

json::array properties_json(View const& view, StationCounts<ObservedPropertyId> const& counts) {
    std::vector<registry::FacetValue> values;
    for (auto const& [id, count] : counts)
        if (auto const* property = view.find(id))
            values.push_back({std::to_string(id.value), {property->name, std::nullopt}, count});
    return sorted_json(std::move(values));
}

json::array provinces_json(sql::Session& session, StationCounts<std::string> const& counts, base::Day day) {
    auto const rules = registry::load_rules(session);
    std::vector<registry::FacetValue> values;
    for (auto const& [code, count] : counts) {
        auto const* province = rules->empty() ? nullptr : rules->for_reading(day).province(code);
        values.push_back({code, province ? province->name : registry::Name{code, std::nullopt}, count});
    }
    return sorted_json(std::move(values));
}

json::array points_json(View const& view, std::vector<Thing const*> const& things) {
    json::array points;
    for (auto const* thing : things) {
        auto const position = position_of(view, *thing);
        if (!position || points.size() == most_points) continue;
        points.push_back(json::object{{"station", thing->id.value},
                                      {"name", thing->name},
                                      {"longitude", position->longitude},
                                      {"latitude", position->latitude}});
    }
    return points;
}

}  // namespace

json::object to_json(sql::Session& session, View const& view, StationFacets const& facets, base::Day day) {
    return {{"total", facets.total},
            {"samples", facets.samples},
            {"streams", facets.streams},
            {"facets", json::object{{"platform", platforms_json(session, facets.platform)},
                                    {"network", networks_json(session, facets.network)},
                                    {"observed_property", properties_json(view, facets.observed_property)},
                                    {"province", provinces_json(session, facets.province, day)}}},
            {"points", points_json(view, facets.found)}};
}

}  // namespace kunyu::observations
