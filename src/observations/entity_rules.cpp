#include "observations/entity_rules.hpp"

#include "base/text.hpp"
#include "observations/geojson.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string>

namespace kunyu::observations {
namespace {

namespace json = boost::json;

constexpr std::size_t longest_name = 500;
constexpr std::size_t longest_description = 20'000;
constexpr std::size_t longest_word = 1000;
constexpr std::size_t longest_json = 1'000'000;  // bytes as text

void check_length(std::string const& text, std::size_t max, char const* path, Faults& faults) {
    if (!base::is_utf8(text)) return faults.add(path, "base.control_characters");
    auto const length = base::count_characters(text);
    if (length > max)
        faults.add(path, "base.too_long", {{"max", std::to_string(max)}, {"length", std::to_string(length)}});
}

void check_required(std::string const& text, std::size_t max, char const* path, Faults& faults) {
    if (base::trim(text).empty())
        faults.add(path, "base.required");
    else
        check_length(text, max, path, faults);
}

void check_size(json::value const& value, char const* path, Faults& faults) {
    if (json::serialize(value).size() > longest_json)
        faults.add(path, "observations.json_too_long", {{"max", std::to_string(longest_json)}});
}

/// What most entities have.
template <typename T>
void check_common(T const& entity, Faults& faults) {
    check_required(entity.name, longest_name, "/name", faults);
    check_length(entity.description, longest_description, "/description", faults);
    check_size(entity.properties, "/properties", faults);
}

void check_place(std::string const& encoding_type, json::value const& place, char const* path, Faults& faults) {
    check_required(encoding_type, longest_word, "/encodingType", faults);
    if (place.is_null()) return faults.add(path, "base.required");
    check_size(place, path, faults);
    if (!is_geojson(encoding_type)) return;
    if (auto fault = fault_in_geojson(place, path)) faults.add(std::move(*fault));
}

template <typename Tag>
void check_each_once(std::vector<base::Id<Tag>> const& ids, char const* path, Faults& faults) {
    std::set<base::Id<Tag>> const once(ids.begin(), ids.end());
    if (once.size() != ids.size()) faults.add(path, "observations.named_twice");
}

void check_unit(UnitOfMeasurement const& unit, std::string const& path, Faults& faults) {
    for (auto const* text : {&unit.name, &unit.symbol, &unit.definition})
        if (*text) check_length(**text, longest_word, path.c_str(), faults);
}

void check_single(Stream const& stream, Faults& faults) {
    if (stream.units.size() != 1) faults.add("/unitOfMeasurement", "observations.one_unit");
    if (stream.observed_properties.size() != 1) faults.add("/ObservedProperty", "observations.one_observed_property");
    if (!stream.multi_observation_types.empty()) faults.add("/multiObservationDataTypes", "observations.not_multi");
    check_required(stream.observation_type, longest_word, "/observationType", faults);
    for (auto const& unit : stream.units) check_unit(unit, "/unitOfMeasurement", faults);
}

void check_multi(Stream const& stream, Faults& faults) {
    auto const count = stream.observed_properties.size();
    if (count == 0 || count > most_properties_of_stream)
        faults.add("/ObservedProperties", "observations.number_of_properties",
                   {{"max", std::to_string(most_properties_of_stream)}});
    if (stream.units.size() != count)
        faults.add("/unitOfMeasurements", "observations.as_many_as_properties", {{"count", std::to_string(count)}});
    if (stream.multi_observation_types.size() != count)
        faults.add("/multiObservationDataTypes", "observations.as_many_as_properties",
                   {{"count", std::to_string(count)}});
    if (stream.observation_type != complex_observation)
        faults.add("/observationType", "observations.complex_observation",
                   {{"type", std::string(complex_observation)}});
    for (std::size_t i = 0; i < stream.multi_observation_types.size(); ++i)
        check_required(stream.multi_observation_types[i], longest_word,
                       ("/multiObservationDataTypes/" + std::to_string(i)).c_str(), faults);
    for (std::size_t i = 0; i < stream.units.size(); ++i)
        check_unit(stream.units[i], "/unitOfMeasurements/" + std::to_string(i), faults);
}

void check_openness(Stream const& stream, Faults& faults) {
    bool const embargo = stream.openness == Openness::embargo;
    if (embargo && (stream.embargo_days < 1 || stream.embargo_days > most_embargo_days))
        faults.add("/embargoDays", "observations.embargo_days", {{"max", std::to_string(most_embargo_days)}});
    if (!embargo && stream.embargo_days != 0) faults.add("/embargoDays", "observations.no_embargo");
    check_length(stream.licence, longest_word, "/licence", faults);
}

}  // namespace

void check(Thing const& thing, Faults& faults) {
    check_common(thing, faults);
    check_each_once(thing.locations, "/Locations", faults);
    if (thing.locations.size() > most_locations_of_thing)
        faults.add("/Locations", "base.too_many_items", {{"max", std::to_string(most_locations_of_thing)}});
}

void check(Location const& location, Faults& faults) {
    check_common(location, faults);
    check_place(location.encoding_type, location.location, "/location", faults);
}

void check(HistoricalLocation const& moved, Faults& faults) {
    if (moved.locations.empty()) faults.add("/Locations", "base.required");
    check_each_once(moved.locations, "/Locations", faults);
}

void check(Sensor const& sensor, Faults& faults) {
    check_common(sensor, faults);
    check_required(sensor.encoding_type, longest_word, "/encodingType", faults);
    if (sensor.metadata.is_null()) faults.add("/metadata", "base.required");
    check_size(sensor.metadata, "/metadata", faults);
}

void check(ObservedProperty const& property, Faults& faults) {
    check_common(property, faults);
    check_required(property.definition, longest_word, "/definition", faults);
}

void check(Stream const& stream, Faults& faults) {
    check_common(stream, faults);
    stream.multi ? check_multi(stream, faults) : check_single(stream, faults);
    check_openness(stream, faults);
}

void check(Feature const& feature, Faults& faults) {
    check_common(feature, faults);
    check_place(feature.encoding_type, feature.feature, "/feature", faults);
}

bool is_geojson(std::string_view encoding_type) {
    return encoding_type == "application/geo+json" || encoding_type == "application/vnd.geo+json";
}

}  // namespace kunyu::observations
