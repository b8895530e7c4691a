#include "sensorthings/relations.hpp"

#include <algorithm>

namespace kunyu::sensorthings {
namespace {

namespace obs = observations;

template <typename T>
std::optional<EntityRef> visible(Reading const& reading, T const* entity) {
    if (!entity || !reading.scope.sees(reading.view, *entity)) return std::nullopt;
    return EntityRef{entity};
}

template <typename Table>
std::vector<EntityRef> visible_of(Reading const& reading, Table const& table) {
    std::vector<EntityRef> out;
    for (auto const& [id, entity] : table)
        if (auto const seen = visible(reading, entity.get())) out.push_back(*seen);
    return out;
}

template <typename Tag>
std::vector<EntityRef> in_order_of(Reading const& reading, std::vector<base::Id<Tag>> const& ids) {
    std::vector<EntityRef> out;
    for (auto const id : ids)
        if (auto const seen = visible(reading, reading.view.find(id))) out.push_back(*seen);
    return out;
}

template <typename Tag>
std::vector<EntityRef> sorted(Reading const& reading, std::vector<base::Id<Tag>> ids) {
    std::sort(ids.begin(), ids.end());
    return in_order_of(reading, ids);
}

/// Datastreams and MultiDatastreams are kept together.
std::vector<EntityRef> only(std::vector<EntityRef> entities, Kind kind) {
    std::erase_if(entities, [&](EntityRef const& one) { return one.kind() != kind; });
    return entities;
}

std::vector<EntityRef> related_to(Reading const& reading, obs::Thing const& thing, Kind target) {
    if (target == Kind::location) return sorted(reading, thing.locations);
    if (target == Kind::historical_location) return sorted(reading, reading.view.historical_locations_of(thing.id));
    return only(sorted(reading, reading.view.streams_of(thing.id)), target);
}

std::vector<EntityRef> related_to(Reading const& reading, obs::Location const& location, Kind target) {
    if (target == Kind::thing) return sorted(reading, reading.view.things_at(location.id));
    return sorted(reading, reading.view.historical_locations_at(location.id));
}

std::vector<EntityRef> related_to(Reading const& reading, obs::HistoricalLocation const& place, Kind target) {
    if (target == Kind::thing) return in_order_of(reading, std::vector{place.thing});
    return sorted(reading, place.locations);
}

std::vector<EntityRef> related_to(Reading const& reading, obs::Stream const& stream, Kind target) {
    if (target == Kind::thing) return in_order_of(reading, std::vector{stream.thing});
    if (target == Kind::sensor) return in_order_of(reading, std::vector{stream.sensor});
    return in_order_of(reading, stream.observed_properties);
}

std::vector<EntityRef> related_to(Reading const& reading, obs::Sensor const& sensor, Kind target) {
    return only(sorted(reading, reading.view.streams_of(sensor.id)), target);
}

std::vector<EntityRef> related_to(Reading const& reading, obs::ObservedProperty const& property, Kind target) {
    return only(sorted(reading, reading.view.streams_of(property.id)), target);
}

std::vector<EntityRef> related_to(Reading const&, obs::Feature const&, Kind) {
    return {};  // to Observations only
}

std::vector<EntityRef> related_to(Reading const& reading, obs::Observation const& observation, Kind target) {
    if (target == Kind::feature_of_interest) return in_order_of(reading, std::vector{observation.feature});
    return only(in_order_of(reading, std::vector{observation.id.stream}), target);
}

}  // namespace

std::vector<EntityRef> all_of(Reading const& reading, Kind kind) {
    auto const& view = reading.view;
    switch (kind) {
        case Kind::thing:
            return visible_of(reading, view.things());
        case Kind::location:
            return visible_of(reading, view.locations());
        case Kind::historical_location:
            return visible_of(reading, view.historical_locations());
        case Kind::datastream:
        case Kind::multi_datastream:
            return only(visible_of(reading, view.streams()), kind);
        case Kind::sensor:
            return visible_of(reading, view.sensors());
        case Kind::observed_property:
            return visible_of(reading, view.observed_properties());
        case Kind::feature_of_interest:
            return visible_of(reading, view.features());
        case Kind::observation:
            break;
    }
    return {};
}

std::optional<EntityRef> find_entity(Reading const& reading, Kind kind, std::int64_t id) {
    auto const& view = reading.view;
    std::optional<EntityRef> found;
    switch (kind) {
        case Kind::thing:
            found = visible(reading, view.find(obs::ThingId{id}));
            break;
        case Kind::location:
            found = visible(reading, view.find(obs::LocationId{id}));
            break;
        case Kind::historical_location:
            found = visible(reading, view.find(obs::HistoricalLocationId{id}));
            break;
        case Kind::datastream:
        case Kind::multi_datastream:
            found = visible(reading, view.find(obs::StreamId{id}));
            break;
        case Kind::sensor:
            found = visible(reading, view.find(obs::SensorId{id}));
            break;
        case Kind::observed_property:
            found = visible(reading, view.find(obs::ObservedPropertyId{id}));
            break;
        case Kind::feature_of_interest:
            found = visible(reading, view.find(obs::FeatureId{id}));
            break;
        case Kind::observation:
            break;
    }
    if (found && found->kind() != kind) return std::nullopt;
    return found;
}

std::vector<EntityRef> related(Reading const& reading, EntityRef const& from, Navigation const& navigation) {
    auto& work = reading.work;
    if (work.refusal) return {};
    auto found =
        std::visit([&](auto const* entity) { return related_to(reading, *entity, navigation.target); }, from.of);
    work.steps += found.size() + 1;
    work.check(work.steps, most_steps, "sensorthings.too_many_steps");
    return found;
}

}  // namespace kunyu::sensorthings
