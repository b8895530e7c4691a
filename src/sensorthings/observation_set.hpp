#pragma once
#include "sensorthings/entity_ref.hpp"
#include "sensorthings/range.hpp"
#include "sensorthings/reading.hpp"

#include <cstdint>
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

/// How many there are within the bounds, without a look at them; nothing when that cannot be said so: of one feature,
/// of bounds on ids, or of observations with a length of time where the bounds, or an embargo, cut.
std::optional<std::int64_t> quick_count(Reading const& reading, ObservationSet const& set, FilterRange const& range);

}  // namespace kunyu::sensorthings
