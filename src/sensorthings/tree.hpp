#pragma once
#include "base/result.hpp"
#include "sensorthings/entity_ref.hpp"
#include "sensorthings/observation_set.hpp"
#include "sensorthings/options.hpp"
#include "sensorthings/reading.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace kunyu::sensorthings {

// What an answer holds, before any form of it: entities with those that $expand asks for.

struct EntityTree;

struct CollectionTree {
    std::vector<EntityTree> members;
    std::optional<std::int64_t> count;
    std::optional<std::string> next;  ///< the $skiptoken of the page after this one
    /// The observations that members point to.
    std::shared_ptr<std::vector<observations::Observation> const> rows;
};

/// What one $expand leads to: a collection, an entity, or for a navigation to one nothing at all.
struct ExpandedTree {
    Expand const* expand;
    std::optional<CollectionTree> many;
    std::unique_ptr<EntityTree> one;
};

/// The options outlive it, as does the reading.
struct EntityTree {
    EntityRef entity;
    std::vector<ExpandedTree> expanded;
};

/// The entities of a collection that the options leave. Where an answer would hold more than most_entities, collections
/// within it are cut shorter than asked, with a link to the rest.
base::Result<CollectionTree> grow(Reading const& reading, std::vector<EntityRef> members, Options const& options);
base::Result<CollectionTree> grow(Reading const& reading, ObservationSet const& set, Options const& options);
base::Result<EntityTree> grow(Reading const& reading, EntityRef const& entity, Options const& options);

}  // namespace kunyu::sensorthings
