#pragma once
#include "base/result.hpp"
#include "identity/caller.hpp"
#include "observations/entity_service.hpp"
#include "observations/observation.hpp"
#include "sensorthings/entity_key.hpp"
#include "sensorthings/path.hpp"
#include "sql/database.hpp"

#include <cstdint>
#include <functional>
#include <optional>

namespace kunyu::sensorthings {

/// Finds an observation by its ordinal: ObservationReader::find().
using FindObservation = std::function<base::Result<std::optional<observations::Observation>>(
    observations::Stream const&, std::int64_t ordinal)>;

/// What a path leads to when something is written there.
struct WriteTarget {
    Kind kind = Kind::thing;
    std::optional<EntityKey> entity;  ///< nothing: a collection
    std::optional<EntityKey> owner;   ///< whose collection it is; nothing: an entity set of the service
};

/// Walks resource paths within a write, so that it sees what the transaction did. Each step must hold: below Things(2)
/// a Datastream of Things(1) is not found.
class TargetFinder {
  public:
    TargetFinder(observations::EntityService const& entities, FindObservation const& find_observation,
                 sql::Session& session, identity::Caller const& caller)
        : entities_(entities), find_observation_(find_observation), session_(session), caller_(caller) {}

    /// sensorthings.nothing_at_path, observations.…_not_found, or sensorthings.not_writable for a property, a $value or
    /// a $ref.
    base::Result<WriteTarget> find(ResourcePath const& path) const;

    /// The stream of a Datastream or MultiDatastream; of the other kind it is not found.
    base::Result<observations::Stream> stream(EntityKey const& ref) const;
    base::Result<observations::Observation> observation(std::int64_t id) const;
    /// Refused like find() when there is none, or none that the caller may see.
    base::Result<void> must_exist(EntityKey const& ref) const;

  private:
    base::Result<EntityKey> one_at(EntityKey const& from, Navigation const& navigation) const;
    base::Result<bool> leads_to(EntityKey const& from, EntityKey const& to) const;

    observations::EntityService const& entities_;
    FindObservation const& find_observation_;
    sql::Session& session_;
    identity::Caller const& caller_;
};

/// A Datastream, or a MultiDatastream, with this number.
EntityKey ref_to(observations::Stream const& stream);

}  // namespace kunyu::sensorthings
