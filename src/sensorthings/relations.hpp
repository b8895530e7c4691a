#pragma once
#include "sensorthings/entity_ref.hpp"
#include "sensorthings/reading.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace kunyu::sensorthings {

// Only what the caller may see is answered; the rest is as if it were not there. Observations are asked for elsewhere
// (observation_set.hpp).

/// All of one type in the order of their ids.
std::vector<EntityRef> all_of(Reading const& reading, Kind kind);
std::optional<EntityRef> find_entity(Reading const& reading, Kind kind, std::int64_t id);

/// Where a navigation leads: in the order of the ids, but the observed properties of a MultiDatastream in the order of
/// its results. Not for a navigation to Observations. Counts in Work::steps; nothing is answered after a refusal, so
/// that what goes on and on ends.
std::vector<EntityRef> related(Reading const& reading, EntityRef const& from, Navigation const& navigation);

}  // namespace kunyu::sensorthings
