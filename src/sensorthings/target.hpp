#pragma once
#include "base/result.hpp"
#include "sensorthings/entity_ref.hpp"
#include "sensorthings/observation_set.hpp"
#include "sensorthings/path.hpp"
#include "sensorthings/reading.hpp"

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace kunyu::sensorthings {

/// Where a resource path leads: an entity, entities of the catalogue, or observations.
struct PathTargets {
    std::variant<EntityRef, std::vector<EntityRef>, ObservationSet> at;
    std::vector<std::shared_ptr<observations::Observation const>> rows;  ///< that an entity may point to
};

/// Goes the path step by step; each entity on the way must be there, for the caller, and belong to the one before.
/// Refuses with sensorthings.nothing_at_path.
base::Result<PathTargets> find_target(Reading const& reading, ResourcePath const& path);

}  // namespace kunyu::sensorthings
