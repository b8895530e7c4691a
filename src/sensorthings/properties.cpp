#include "sensorthings/properties.hpp"

#include "base/json.hpp"
#include "sensorthings/area.hpp"

#include <charconv>
#include <optional>

namespace kunyu::sensorthings {
namespace {

namespace json = boost::json;
namespace obs = observations;

PropertyValue nothing() {
    return json::value(nullptr);
}

PropertyValue of_text(std::string const& text) {
    return json::value(text);
}

PropertyValue of_time(std::optional<base::Instant> time) {
    return time ? PropertyValue(*time) : nothing();
}

json::object unit_json(obs::UnitOfMeasurement const& unit) {
    return {{"name", base::json_or_null(unit.name)},
            {"symbol", base::json_or_null(unit.symbol)},
            {"definition", base::json_or_null(unit.definition)}};
}

PropertyValue units_of(obs::Stream const& stream) {
    if (!stream.multi) return stream.units.empty() ? nothing() : PropertyValue(json::value(unit_json(stream.units[0])));
    json::array out;
    for (auto const& unit : stream.units) out.push_back(unit_json(unit));
    return json::value(std::move(out));
}

/// Of the observations the caller may read, what `extent_of_archive` answers of those before an end.
template <typename ExtentOf>
PropertyValue extent_of(Reading const& reading, obs::Stream const& stream, ExtentOf const& extent_of_archive) {
    auto const until = reading.scope.observations_until(reading.view, stream, reading.now);
    if (until == obs::ReadScope::no_observation) return nothing();
    bool const all = until == obs::ReadScope::every_observation;
    auto const extent = reading.work.taken(extent_of_archive(all ? std::nullopt : std::optional(until)));
    return extent && *extent ? PropertyValue(**extent) : nothing();
}

PropertyValue phenomenon_times_of(Reading const& reading, obs::Stream const& stream) {
    return extent_of(reading, stream, [&](auto until) { return reading.archive.extent(stream, until); });
}

PropertyValue result_times_of(Reading const& reading, obs::Stream const& stream) {
    return extent_of(reading, stream, [&](auto until) { return reading.archive.result_times(stream, until); });
}

template <typename T>
PropertyValue own_property(Reading const&, T const&, std::string_view) {
    return nothing();
}

PropertyValue own_property(Reading const&, obs::Location const& location, std::string_view name) {
    return name == "encodingType" ? of_text(location.encoding_type) : nothing();
}

PropertyValue own_property(Reading const&, obs::HistoricalLocation const& place, std::string_view name) {
    return name == "time" ? PropertyValue(place.time) : nothing();
}

PropertyValue own_property(Reading const&, obs::Sensor const& sensor, std::string_view name) {
    return name == "encodingType" ? of_text(sensor.encoding_type) : nothing();
}

PropertyValue own_property(Reading const&, obs::ObservedProperty const& property, std::string_view name) {
    return name == "definition" ? of_text(property.definition) : nothing();
}

PropertyValue own_property(Reading const&, obs::Feature const& feature, std::string_view name) {
    return name == "encodingType" ? of_text(feature.encoding_type) : nothing();
}

PropertyValue own_property(Reading const& reading, obs::Stream const& stream, std::string_view name) {
    if (name == "observationType") return of_text(stream.observation_type);
    if (name == "multiObservationDataTypes") return json::value_from(stream.multi_observation_types);
    if (name == "unitOfMeasurement" || name == "unitOfMeasurements") return units_of(stream);
    if (name == "observedArea") return observed_area(reading, stream);
    if (name == "resultTime") return result_times_of(reading, stream);
    return name == "phenomenonTime" ? phenomenon_times_of(reading, stream) : nothing();
}

PropertyValue own_property(Reading const&, obs::Observation const& observation, std::string_view name) {
    if (name == "phenomenonTime") {
        if (!observation.phenomenon_end) return observation.phenomenon_time;
        return obs::TimeSpan{observation.phenomenon_time, *observation.phenomenon_end};
    }
    if (name == "resultTime") return of_time(observation.result_time);
    if (name == "validTime" && observation.valid_time) return *observation.valid_time;
    // What its owner did not judge, the tests on arrival may have.
    constexpr std::uint8_t not_evaluated = 2;
    if (name == "resultQuality" && observation.quality != not_evaluated)
        return json::value(json::object{{"qartod", observation.quality}});
    return nothing();
}

template <typename T>
concept HasProperties = requires(T const& entity) {
    entity.properties;
};
template <typename T>
concept HasDescription = requires(T const& entity) {
    entity.description;
};

template <typename T>
PropertyValue any_property(Reading const& reading, T const& entity, std::string_view name) {
    if constexpr (HasDescription<T>) {
        if (name == "name") return of_text(entity.name);
        if (name == "description") return of_text(entity.description);
    }
    if constexpr (HasProperties<T>)
        if (name == "properties")
            return entity.properties.empty() ? nothing() : PropertyValue(json::value(entity.properties));
    return own_property(reading, entity, name);
}

json::value const* observation_json(obs::Observation const& observation, std::string_view name) {
    if (name == "result") return &observation.result;
    if (name == "parameters") return &observation.parameters;
    return name == "resultQuality" && !observation.result_quality.is_null() ? &observation.result_quality : nullptr;
}

template <typename T>
json::object const* properties_of(T const& entity) {
    if constexpr (HasProperties<T>)
        return &entity.properties;
    else
        return nullptr;
}

json::value const* element(json::array const& values, std::string_view index) {
    std::size_t number = 0;
    auto const read = std::from_chars(index.data(), index.data() + index.size(), number);
    bool const whole = read.ec == std::errc{} && read.ptr == index.data() + index.size();
    return whole && number < values.size() ? &values[number] : nullptr;
}

}  // namespace

PropertyValue property_of(Reading const& reading, EntityRef const& entity, std::string_view name) {
    if (auto const* stored = stored_json(entity, name)) return *stored;
    return std::visit([&](auto const* held) { return any_property(reading, *held, name); }, entity.of);
}

json::value const* stored_json(EntityRef const& entity, std::string_view name) {
    if (auto const* observation = entity.get<obs::Observation>()) return observation_json(*observation, name);
    if (auto const* location = entity.get<obs::Location>()) return name == "location" ? &location->location : nullptr;
    if (auto const* feature = entity.get<obs::Feature>()) return name == "feature" ? &feature->feature : nullptr;
    if (auto const* sensor = entity.get<obs::Sensor>()) return name == "metadata" ? &sensor->metadata : nullptr;
    return nullptr;
}

json::object const* free_properties(EntityRef const& entity) {
    return std::visit([](auto const* held) { return properties_of(*held); }, entity.of);
}

json::value const* member_at(json::value const* value, std::span<std::string const> path) {
    for (auto const& name : path) {
        if (!value) return nullptr;
        if (auto const* object = value->if_object())
            value = object->if_contains(name);
        else
            value = value->is_array() ? element(value->get_array(), name) : nullptr;
    }
    return value;
}

}  // namespace kunyu::sensorthings
