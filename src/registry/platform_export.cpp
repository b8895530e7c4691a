#include "registry/platform_export.hpp"

#include "base/json.hpp"
#include "registry/platform_json.hpp"

namespace kunyu::registry {
namespace {

namespace json = boost::json;

json::object feature_json(PlatformRow const& row) {
    json::value geometry = nullptr;
    if (row.lon && row.lat)
        geometry = json::object{{"type", "Point"}, {"coordinates", json::array{*row.lon, *row.lat}}};
    return {{"type", "Feature"},
            {"id", row.id.value},
            {"geometry", std::move(geometry)},
            {"properties", json::object{{"code", row.code},
                                        {"name", name_json(row.name)},
                                        {"category", row.category},
                                        {"level", row.level},
                                        {"field", row.field.empty() ? json::value(nullptr) : json::value(row.field)},
                                        {"state", to_string(row.state)},
                                        {"province", base::json_or_null(row.province)},
                                        {"city", base::json_or_null(row.city)},
                                        {"sample", row.sample},
                                        {"standing", row.standing}}}};
}

}  // namespace

json::object platform_features(sql::Session& session, PlatformFilter const& filter) {
    json::array features;
    for (auto const& row : all_platforms(session, filter, most_exported)) features.push_back(feature_json(row));
    return {{"type", "FeatureCollection"}, {"as_of", base::to_string(filter.as_of)}, {"features", std::move(features)}};
}

}  // namespace kunyu::registry
