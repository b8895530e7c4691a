#pragma once
#include "base/result.hpp"
#include "base/time.hpp"
#include "observations/entity.hpp"
#include "observations/observation_record.hpp"
#include "sensorthings/entity_key.hpp"

#include <boost/json.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace kunyu::sensorthings {

struct EntityInput;

/// What stands at a navigation of a body: {"@iot.id": 5}, or a whole entity to be made along.
struct RelatedInput {
    std::string path;                     ///< JSON pointer
    std::int64_t link = 0;                ///< when `entity` is absent
    std::unique_ptr<EntityInput> entity;  ///< inline
};

/// An entity as it stands in the body of a request. Links that the entities hold as ids are in `related` only: they are
/// put in when they are known.
struct EntityInput {
    Kind kind = Kind::thing;
    std::string path;  ///< JSON pointer; empty for the body itself
    std::variant<observations::Thing, observations::Location, observations::HistoricalLocation, observations::Sensor,
                 observations::ObservedProperty, observations::Stream, observations::Feature,
                 observations::NewObservation>
        entity;
    std::map<std::string, std::vector<RelatedInput>, std::less<>> related;  ///< by navigation

    /// Empty when the body has none there.
    std::vector<RelatedInput> const& at(std::string_view navigation) const;
};

/// The navigation of `child` that leads back to the parent ("Thing" from a Datastream of a Thing).
Navigation const& inverse_navigation(Kind child, Kind parent);

/// Reads an entity to be made, with those inline to any depth. What the standard asks for must be there (18-088, tables
/// of clause 8 and table 24), but for the link to `owner`, below whose navigation it was posted; naming another one
/// there is a fault. All faults are told at once: sensorthings.invalid_entity (400).
base::Result<EntityInput> read_new_entity(Kind kind, boost::json::value const& body, std::optional<EntityKey> owner,
                                          base::Instant now);

/// Reads a whole entity as it shall become; related ones only as links, since inline ones are not for updates (18-088,
/// update-entity). Links to many may be missing.
base::Result<EntityInput> read_changed_entity(Kind kind, boost::json::value const& document, base::Instant now);

}  // namespace kunyu::sensorthings
