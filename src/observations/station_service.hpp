#pragma once
#include "base/result.hpp"
#include "identity/caller.hpp"
#include "observations/entity_service.hpp"
#include "observations/station.hpp"
#include "sql/database.hpp"

#include <boost/json.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace kunyu::observations {

/// WGS 84, degrees; metres above sea level where known.
struct Position {
    double longitude = 0;
    double latitude = 0;
    std::optional<double> elevation;
    friend bool operator==(Position const&, Position const&) = default;
};

/// What the form of a station says; what is absent stays. The inner optional: none.
struct StationInput {
    std::optional<std::string> name;
    std::optional<std::string> description;
    std::optional<std::optional<std::int64_t>> platform;
    std::optional<bool> is_public;
    std::optional<boost::json::object> properties;
    std::optional<Position> position;
    std::optional<std::vector<ResponsiblePerson>> people;
    std::optional<std::vector<std::int64_t>> attachments;  ///< its documents, in place of those before
};

/// A station as our own screens make it: its Thing, its place, its people and documents at once, over EntityService and
/// by its rules. Holds no state; safe for all threads.
class StationService {
  public:
    explicit StationService(EntityService const& entities) : entities_(entities) {}

    base::Result<Thing> create(sql::Tx& tx, identity::Caller const& caller, StationInput const& input) const;
    /// A position other than the one it has is a move: it gets a new Location and a HistoricalLocation.
    base::Result<Thing> edit(sql::Tx& tx, identity::Caller const& caller, ThingId id, std::int64_t version,
                             StationInput const& input) const;

  private:
    base::Result<void> apply_position(sql::Tx& tx, identity::Caller const& caller, StationInput const& input,
                                      Thing& thing) const;
    base::Result<void> apply_parts(sql::Tx& tx, identity::Caller const& caller, StationInput const& input,
                                   Thing const& thing) const;

    EntityService const& entities_;
};

/// Where a place in GeoJSON is: its first position.
std::optional<Position> position_in(boost::json::value const& geojson);

}  // namespace kunyu::observations
