#pragma once
#include "base/result.hpp"
#include "identity/caller.hpp"
#include "observations/entity_service.hpp"
#include "sensorthings/entity_edit.hpp"
#include "sensorthings/entity_input.hpp"
#include "sensorthings/entity_target.hpp"
#include "sql/database.hpp"

#include <boost/json.hpp>

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace kunyu::sensorthings {

/// A change of one entity or observation, put together from what stands and a body; in the caller's transaction.
class EntityUpdate {
  public:
    EntityUpdate(observations::EntityService const& entities, TargetFinder const& finder, sql::Tx& tx,
                 identity::Caller const& caller)
        : entities_(entities), finder_(finder), tx_(tx), caller_(caller) {}

    /// Not of an observation. Links to one replace, links to many add (18-088, update-entity).
    base::Result<void> apply(EntityKey const& ref, EditForm form, boost::json::value const& body,
                             std::optional<std::int64_t> version) const;

    /// The observation as it shall be. It cannot go over to another stream, whose number is part of its id:
    /// sensorthings.fixed_link.
    base::Result<observations::NewObservation> corrected(observations::Observation const& before, EditForm form,
                                                         boost::json::value const& body) const;

  private:
    template <typename T>
    base::Result<void> change(EntityKey const& ref, EditForm form, boost::json::value const& body,
                              std::optional<std::int64_t> version) const;
    base::Result<void> keep(observations::Thing const& before, EntityInput const& input,
                            observations::Thing& after) const;
    base::Result<void> keep(observations::HistoricalLocation const& before, EntityInput const& input,
                            observations::HistoricalLocation& after) const;
    base::Result<void> keep(observations::Stream const& before, EntityInput const& input,
                            observations::Stream& after) const;
    base::Result<void> keep(observations::Feature const& before, EntityInput const& input,
                            observations::Feature& after) const;
    template <typename T>
    base::Result<void> keep(T const& before, EntityInput const& input, T& after) const;
    base::Result<std::int64_t> linked(RelatedInput const& related, Kind kind) const;
    template <typename Id>
    base::Result<void> take_one(EntityInput const& input, std::string_view navigation, Id& id) const;
    template <typename Id>
    base::Result<std::vector<Id>> take_several(EntityInput const& input, std::string_view navigation) const;
    base::Result<void> relink_members(EntityInput const& input, EntityKey const& ref) const;

    observations::EntityService const& entities_;
    TargetFinder const& finder_;
    sql::Tx& tx_;
    identity::Caller const& caller_;
};

}  // namespace kunyu::sensorthings
