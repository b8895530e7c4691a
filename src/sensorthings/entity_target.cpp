#include "sensorthings/entity_target.hpp"

#include "sensorthings/bad_request.hpp"

#include <algorithm>
#include <stdexcept>

namespace kunyu::sensorthings {

using namespace observations;  // NOLINT: nearly every name here is an entity

namespace {

base::Refusal nothing_at(EntityKey const& ref) {
    return base::refuse("sensorthings.nothing_at_path", {{"segment", path_of(ref)}});
}

template <typename Id>
bool holds(std::vector<Id> const& ids, std::int64_t id) {
    return std::find(ids.begin(), ids.end(), Id{id}) != ids.end();
}

bool is_stream(Kind kind) {
    return kind == Kind::datastream || kind == Kind::multi_datastream;
}

/// Whether the stream is one of this Thing, sensor or observed property.
bool belongs_to(Stream const& stream, EntityKey const& owner) {
    if (owner.kind == Kind::thing) return stream.thing.value == owner.id;
    if (owner.kind == Kind::sensor) return stream.sensor.value == owner.id;
    return holds(stream.observed_properties, owner.id);
}

}  // namespace

EntityKey ref_to(Stream const& stream) {
    return {stream.multi ? Kind::multi_datastream : Kind::datastream, stream.id.value};
}

base::Result<Stream> TargetFinder::stream(EntityKey const& ref) const {
    KUNYU_TRY(auto found, entities_.find(session_, caller_, StreamId{ref.id}));
    if (ref_to(found).kind != ref.kind) return base::refuse("observations.stream_not_found");
    return found;
}

base::Result<Observation> TargetFinder::observation(std::int64_t id) const {
    auto const parts = ObservationId::of(id);
    EntityKey const ref{Kind::observation, id};
    auto const of_stream = entities_.find(session_, caller_, parts.stream);
    if (id <= 0 || of_stream.has_error()) return nothing_at(ref);
    KUNYU_TRY(auto found, find_observation_(*of_stream, parts.ordinal));
    if (!found) return nothing_at(ref);
    return std::move(*found);
}

base::Result<void> TargetFinder::must_exist(EntityKey const& ref) const {
    auto const seen = [&](auto id) -> base::Result<void> {
        auto const found = entities_.find(session_, caller_, id);
        if (found.has_error()) return found.error();
        return {};
    };
    switch (ref.kind) {
        case Kind::thing:
            return seen(ThingId{ref.id});
        case Kind::location:
            return seen(LocationId{ref.id});
        case Kind::historical_location:
            return seen(HistoricalLocationId{ref.id});
        case Kind::sensor:
            return seen(SensorId{ref.id});
        case Kind::observed_property:
            return seen(ObservedPropertyId{ref.id});
        case Kind::feature_of_interest:
            return seen(FeatureId{ref.id});
        case Kind::observation:
            KUNYU_TRY_VOID(observation(ref.id));
            return {};
        case Kind::datastream:
        case Kind::multi_datastream:
            KUNYU_TRY_VOID(stream(ref));
            return {};
    }
    throw std::logic_error("no such kind");
}

base::Result<EntityKey> TargetFinder::one_at(EntityKey const& from, Navigation const& navigation) const {
    EntityKey to{navigation.target};
    if (is_stream(from.kind)) {
        KUNYU_TRY(auto const of, stream(from));
        if (to.kind == Kind::thing) to.id = of.thing.value;
        if (to.kind == Kind::sensor) to.id = of.sensor.value;
        if (to.kind == Kind::observed_property) to.id = of.observed_properties.front().value;
    } else if (from.kind == Kind::historical_location) {
        KUNYU_TRY(auto const of, entities_.find(session_, caller_, HistoricalLocationId{from.id}));
        to.id = of.thing.value;
    } else {
        KUNYU_TRY(auto const of, observation(from.id));
        to.id = is_stream(to.kind) ? of.id.stream.value : of.feature.value;
    }
    return to;
}

base::Result<bool> TargetFinder::leads_to(EntityKey const& from, EntityKey const& to) const {
    if (to.kind == Kind::observation && is_stream(from.kind)) return ObservationId::of(to.id).stream.value == from.id;
    if (to.kind == Kind::observation) {
        KUNYU_TRY(auto const found, observation(to.id));
        return found.feature.value == from.id;
    }
    if (is_stream(to.kind)) {
        KUNYU_TRY(auto const found, stream(to));
        return belongs_to(found, from);
    }
    if (is_stream(from.kind)) {
        KUNYU_TRY(auto const found, stream(from));
        return holds(found.observed_properties, to.id);
    }
    auto const& moved = from.kind == Kind::historical_location ? from : to;
    auto const& other = from.kind == Kind::historical_location ? to : from;
    if (moved.kind == Kind::historical_location) {
        KUNYU_TRY(auto const found, entities_.find(session_, caller_, HistoricalLocationId{moved.id}));
        return other.kind == Kind::thing ? found.thing.value == other.id : holds(found.locations, other.id);
    }
    auto const& thing = from.kind == Kind::thing ? from : to;
    KUNYU_TRY(auto const found, entities_.find(session_, caller_, ThingId{thing.id}));
    return holds(found.locations, from.kind == Kind::thing ? to.id : from.id);
}

base::Result<WriteTarget> TargetFinder::find(ResourcePath const& path) const {
    if (!path.property.empty() || path.end != PathEnd::itself) return base::refuse("sensorthings.not_writable");
    std::optional<EntityKey> at;
    for (auto const& step : path.steps) {
        if (step.many) return WriteTarget{step.kind, std::nullopt, at};
        EntityKey next{step.kind, step.id.value_or(0)};
        if (!step.id) {
            KUNYU_TRY(next, one_at(*at, *step.navigation));
        }
        KUNYU_TRY_VOID(must_exist(next));
        if (step.id && at) {
            KUNYU_TRY(bool const related, leads_to(*at, next));
            if (!related) return nothing_at(next);
        }
        at = next;
    }
    return WriteTarget{path.kind(), at, std::nullopt};
}

}  // namespace kunyu::sensorthings
