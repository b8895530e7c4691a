#include "sensorthings/model.hpp"

#include <algorithm>

namespace kunyu::sensorthings {
namespace {

using enum PropertyForm;

constexpr Property thing_properties[]{{"name", text, true}, {"description", text, true}, {"properties", json, false}};
constexpr Navigation thing_navigations[]{{"Locations", Kind::location, true},
                                         {"HistoricalLocations", Kind::historical_location, true},
                                         {"Datastreams", Kind::datastream, true},
                                         {"MultiDatastreams", Kind::multi_datastream, true}};

constexpr Property location_properties[]{{"name", text, true},
                                         {"description", text, true},
                                         {"encodingType", text, true},
                                         {"location", json, true},
                                         {"properties", json, false}};
constexpr Navigation location_navigations[]{{"Things", Kind::thing, true},
                                            {"HistoricalLocations", Kind::historical_location, true}};

constexpr Property historical_location_properties[]{{"time", time, true}};
constexpr Navigation historical_location_navigations[]{{"Thing", Kind::thing, false},
                                                       {"Locations", Kind::location, true}};

constexpr Property datastream_properties[]{{"name", text, true},
                                           {"description", text, true},
                                           {"observationType", text, true},
                                           {"unitOfMeasurement", json, true},
                                           {"observedArea", json, false},
                                           {"phenomenonTime", time, false},
                                           {"resultTime", time, false},
                                           {"properties", json, false}};
constexpr Navigation datastream_navigations[]{{"Thing", Kind::thing, false},
                                              {"Sensor", Kind::sensor, false},
                                              {"ObservedProperty", Kind::observed_property, false},
                                              {"Observations", Kind::observation, true}};

constexpr Property multi_datastream_properties[]{{"name", text, true},
                                                 {"description", text, true},
                                                 {"observationType", text, false},
                                                 {"multiObservationDataTypes", json, true},
                                                 {"unitOfMeasurements", json, true},
                                                 {"observedArea", json, false},
                                                 {"phenomenonTime", time, false},
                                                 {"resultTime", time, false},
                                                 {"properties", json, false}};
constexpr Navigation multi_datastream_navigations[]{{"Thing", Kind::thing, false},
                                                    {"Sensor", Kind::sensor, false},
                                                    {"ObservedProperties", Kind::observed_property, true},
                                                    {"Observations", Kind::observation, true}};

constexpr Property sensor_properties[]{{"name", text, true},
                                       {"description", text, true},
                                       {"encodingType", text, true},
                                       {"metadata", json, true},
                                       {"properties", json, false}};
constexpr Navigation streams[]{{"Datastreams", Kind::datastream, true},
                               {"MultiDatastreams", Kind::multi_datastream, true}};

constexpr Property observed_property_properties[]{
    {"name", text, true}, {"definition", text, true}, {"description", text, true}, {"properties", json, false}};

constexpr Property observation_properties[]{{"phenomenonTime", time, false}, {"resultTime", time, false},
                                            {"result", json, true},          {"resultQuality", json, false},
                                            {"validTime", time, false},      {"parameters", json, false}};
constexpr Navigation observation_navigations[]{{"Datastream", Kind::datastream, false},
                                               {"MultiDatastream", Kind::multi_datastream, false},
                                               {"FeatureOfInterest", Kind::feature_of_interest, false}};

constexpr Property feature_properties[]{{"name", text, true},
                                        {"description", text, true},
                                        {"encodingType", text, true},
                                        {"feature", json, true},
                                        {"properties", json, false}};
constexpr Navigation feature_navigations[]{{"Observations", Kind::observation, true}};

constexpr std::array<EntityType, kind_count> types{{
    {Kind::thing, "Thing", "Things", thing_properties, thing_navigations},
    {Kind::location, "Location", "Locations", location_properties, location_navigations},
    {Kind::historical_location, "HistoricalLocation", "HistoricalLocations", historical_location_properties,
     historical_location_navigations},
    {Kind::datastream, "Datastream", "Datastreams", datastream_properties, datastream_navigations},
    {Kind::multi_datastream, "MultiDatastream", "MultiDatastreams", multi_datastream_properties,
     multi_datastream_navigations},
    {Kind::sensor, "Sensor", "Sensors", sensor_properties, streams},
    {Kind::observed_property, "ObservedProperty", "ObservedProperties", observed_property_properties, streams},
    {Kind::observation, "Observation", "Observations", observation_properties, observation_navigations},
    {Kind::feature_of_interest, "FeatureOfInterest", "FeaturesOfInterest", feature_properties, feature_navigations},
}};

/// The element of that name, or nullptr.
template <typename T>
T const* named(std::span<T const> all, std::string_view name) {
    auto const found = std::find_if(all.begin(), all.end(), [&](T const& one) { return one.name == name; });
    return found == all.end() ? nullptr : &*found;
}

/// Whether so many names may stand behind the property.
bool may_have_members(Property const* property, std::size_t members) {
    return members == 0 || (property && property->form == PropertyForm::json);
}

}  // namespace

Property const* EntityType::property(std::string_view property_name) const {
    return named(properties, property_name);
}

Navigation const* EntityType::navigation(std::string_view navigation_name) const {
    return named(navigations, navigation_name);
}

EntityType const& type_of(Kind kind) {
    return types[static_cast<std::size_t>(kind)];
}

std::span<EntityType const, kind_count> entity_types() {
    return types;
}

std::optional<PathTarget> follow(Kind from, std::span<std::string const> segments) {
    PathTarget target{from};
    for (; !segments.empty(); segments = segments.subspan(1)) {
        auto const* navigation = type_of(target.kind).navigation(segments.front());
        if (!navigation) break;
        target.kind = navigation->target;
        target.many = target.many || navigation->many;
    }
    target.is_entity = segments.empty();
    if (target.is_entity) return target;
    target.property = type_of(target.kind).property(segments.front());
    if (!target.property && segments.front() != "id") return std::nullopt;
    if (!may_have_members(target.property, segments.size() - 1)) return std::nullopt;
    return target;
}

EntityType const* type_of_set(std::string_view set) {
    auto const found = std::find_if(types.begin(), types.end(), [&](auto const& type) { return type.set == set; });
    return found == types.end() ? nullptr : &*found;
}

}  // namespace kunyu::sensorthings
