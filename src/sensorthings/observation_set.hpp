#pragma once
#include "sensorthings/entity_ref.hpp"
#include "sensorthings/range.hpp"
#include "sensorthings/reading.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace kunyu::sensorthings {

/// The observations of some streams, perhaps those of one feature only. Holds what the caller may see: streams that are
/// his to read, ascending by id.
struct ObservationSet {
    std::vector<observations::Stream const*> streams;
    std::optional<observations::FeatureId> feature = {};
};

ObservationSet all_observations(Reading const& reading);
/// Of a Datastream, MultiDatastream or FeatureOfInterest.
ObservationSet observations_of(Reading const& reading, EntityRef const& owner);

/// Whether the caller may read this observation of a stream he sees: under an embargo those that ended early enough.
bool may_read(Reading const& reading, observations::Stream const& stream, observations::Observation const& observation);
/// Nothing when it is not there, or not for the caller.
std::optional<observations::Observation> find_observation(Reading const& reading, std::int64_t id);

/// Whether a filter takes an observation whose phenomenon time is a span.
using TakesSpan = std::function<bool(observations::Observation const&)>;

/// How many there are within the bounds, without a look at any but those that last beyond an end: these the caller may
/// not read under an embargo, and the filter decides about them. Nothing when that cannot be said so: of one feature,
/// of bounds on ids, or of more spans across the ends than one request may look at.
std::optional<std::int64_t> quick_count(Reading const& reading, ObservationSet const& set, FilterRange const& range,
                                        TakesSpan const& takes);
/// Whether nothing of any stream is withheld from the caller.
bool reads_all(Reading const& reading, ObservationSet const& set);

}  // namespace kunyu::sensorthings
