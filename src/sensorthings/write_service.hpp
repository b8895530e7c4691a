#pragma once
#include "base/result.hpp"
#include "identity/caller.hpp"
#include "observations/entity_service.hpp"
#include "observations/feature_observations.hpp"
#include "sensorthings/deep_insert.hpp"
#include "sensorthings/entity_edit.hpp"
#include "sensorthings/entity_key.hpp"
#include "sensorthings/entity_target.hpp"
#include "sensorthings/path.hpp"
#include "sql/database.hpp"

#include <boost/json.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace kunyu::sensorthings {

/// An observation as it stands and as it shall be corrected; flags are not touched.
struct ObservationCorrection {
    observations::Observation before;
    observations::NewObservation after;
};

/// What a write did, and what is left to the archive. The representation of the entity is read after the commit, since
/// a stream's has what the archive knows in it.
struct Written {
    int status = 200;  ///< 201 for what was made
    /// What was made, changed or removed. An observation that was posted has no number yet: it is the first of
    /// `observations`.
    EntityKey entity;
    std::vector<PendingObservation> observations;     ///< to be appended
    std::optional<ObservationCorrection> correction;  ///< to be stored
    std::optional<observations::ObservationId> removed_observation;
    std::optional<observations::FeatureId> removed_feature;
    /// What went with the feature; more may have come meanwhile.
    std::optional<observations::FeatureObservations> removed_with_feature;

    /// Below the service root: "Things(5)".
    std::string location() const { return path_of(entity); }
};

/// The writing side of SensorThings 1.1 (18-088, clause 10): reads bodies, finds what paths mean and calls the use
/// cases of the entities, all in the caller's transaction. Refusals are 400 for what is wrong in a body, with every
/// fault named, 404 for what a path does not lead to. `version`: as EntityService. Holds no state; safe for all
/// threads.
class WriteService {
  public:
    WriteService(observations::EntityService const& entities, FindObservation find_observation)
        : entities_(entities), find_observation_(std::move(find_observation)) {}

    /// POST of one entity to a set or to a navigation to many (create-entity, link-to-existing-entities, deep-insert).
    /// sensorthings.not_a_collection otherwise.
    base::Result<Written> create(sql::Tx& tx, identity::Caller const& caller, ResourcePath const& path,
                                 boost::json::value const& body) const;

    /// PATCH, PUT and JSON Patch of an entity or an observation (update-entity, -put, -jsonpatch).
    /// sensorthings.not_an_entity for a collection.
    base::Result<Written> update(sql::Tx& tx, identity::Caller const& caller, ResourcePath const& path, EditForm form,
                                 boost::json::value const& body, std::optional<std::int64_t> version = {}) const;

    /// DELETE with what goes along (delete-entity, table 25) but for what stands in the archive.
    base::Result<Written> remove(sql::Tx& tx, identity::Caller const& caller, ResourcePath const& path,
                                 std::optional<std::int64_t> version = {}) const;

  private:
    observations::EntityService const& entities_;
    FindObservation find_observation_;
};

}  // namespace kunyu::sensorthings
