#pragma once
#include "base/result.hpp"
#include "identity/caller.hpp"
#include "observations/entity_service.hpp"
#include "observations/observation_record.hpp"
#include "sensorthings/entity_input.hpp"
#include "sensorthings/entity_target.hpp"
#include "sql/database.hpp"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace kunyu::sensorthings {

/// An observation that was handed in with entities: for the archive, once they are committed. Its FeatureOfInterest,
/// where it names one, is in its rarities.
struct PendingObservation {
    observations::StreamId stream;
    observations::NewObservation observation;
    std::string path;  ///< JSON pointer, for what the archive refuses
};

/// Makes an entity and those inline in it (18-088, create-update-delete/deep-insert), in the caller's transaction,
/// which is to be undone when it refuses. What must be there for an entity is made or looked up before it, what belongs
/// to it after. One for each request; not for several threads.
class DeepInsert {
  public:
    DeepInsert(observations::EntityService const& entities, TargetFinder const& finder, sql::Tx& tx,
               identity::Caller const& caller)
        : entities_(entities), finder_(finder), tx_(tx), caller_(caller) {}

    /// The number of the new entity; 0 for an observation, which the archive numbers. `owner`: below whose navigation
    /// it is posted.
    base::Result<std::int64_t> insert(EntityInput const& input, std::optional<EntityKey> owner);

    /// What is to be handed to the archive. All have something to observe: a feature of their own, or a Thing with a
    /// Location (observations.no_location otherwise). For streams made here it stands as the stream's feature from
    /// ordinal 0. The caller has the action observation.record for them.
    std::vector<PendingObservation> const& observations() const { return observations_; }

  private:
    base::Result<std::int64_t> insert_thing(EntityInput const& input, std::optional<EntityKey> owner);
    base::Result<std::int64_t> insert_location(EntityInput const& input, std::optional<EntityKey> owner);
    base::Result<std::int64_t> insert_historical(EntityInput const& input, std::optional<EntityKey> owner);
    base::Result<std::int64_t> insert_stream(EntityInput const& input, std::optional<EntityKey> owner);
    base::Result<std::int64_t> insert_observation(EntityInput const& input, std::optional<EntityKey> owner);
    template <typename T>
    base::Result<std::int64_t> insert_alone(EntityInput const& input);

    base::Result<std::int64_t> made_or_linked(RelatedInput const& related, Kind kind);
    base::Result<std::int64_t> one(EntityInput const& input, std::string_view navigation,
                                   std::optional<EntityKey> const& owner);
    template <typename Id>
    base::Result<std::vector<Id>> several(EntityInput const& input, std::string_view navigation,
                                          std::optional<EntityKey> const& owner);
    base::Result<void> insert_members(EntityInput const& input, EntityKey const& owner,
                                      std::vector<std::string_view> const& navigations);
    base::Result<observations::Stream> stream_of(EntityInput const& input, std::optional<EntityKey> const& owner);
    base::Result<void> find_feature(observations::Stream const& stream, std::string const& path);

    observations::EntityService const& entities_;
    TargetFinder const& finder_;
    sql::Tx& tx_;
    identity::Caller const& caller_;
    std::set<observations::StreamId> made_streams_;
    std::set<observations::StreamId> with_feature_;
    std::vector<PendingObservation> observations_;
};

}  // namespace kunyu::sensorthings
