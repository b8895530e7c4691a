#pragma once
#include "base/result.hpp"
#include "identity/caller.hpp"
#include "observations/entity_service.hpp"
#include "sensorthings/entity_key.hpp"
#include "sql/database.hpp"

#include <vector>

namespace kunyu::sensorthings {

/// Where a Thing is after these Locations were linked to it. Its Locations are the same place in different encodings
/// (18-088, 8.2.1: they SHALL have different encodingTypes), so a new one takes the place of that with its encoding.
base::Result<std::vector<observations::LocationId>> places_after(observations::EntityService const& entities,
                                                                 sql::Session& session, identity::Caller const& caller,
                                                                 std::vector<observations::LocationId> const& before,
                                                                 std::vector<observations::LocationId> const& added);

/// Adds an existing entity to a navigation to many of another (18-088, update-entity: adds to the relationship): a
/// Datastream goes over to another Thing, a Thing comes to a Location. sensorthings.fixed_link for what cannot be
/// moved: observations, and the observed properties of a MultiDatastream from their side.
base::Result<void> relink(observations::EntityService const& entities, sql::Tx& tx, identity::Caller const& caller,
                          EntityKey const& owner, EntityKey const& member);

}  // namespace kunyu::sensorthings
