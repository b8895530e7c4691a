#pragma once
#include "base/ids.hpp"
#include "observations/entity_store.hpp"
#include "quality/alarms.hpp"
#include "sql/database.hpp"

#include <optional>
#include <string>
#include <vector>

namespace kunyu::observations {

struct MaintenanceTag;
using MaintenanceId = base::Id<MaintenanceTag>;

/// A station, or one of its streams alone, is worked on.
struct Maintenance {
    MaintenanceId id;
    ThingId thing;
    std::optional<StreamId> stream;
    quality::MaintenanceWindow window;      ///< as announced
    std::optional<base::Instant> ended_at;  ///< earlier than announced, or before it began
    std::string reason;
    std::string created_by_name;
    base::Instant created_at;
};

std::optional<Maintenance> load(sql::Session& session, MaintenanceId id);
/// Of a station and its streams; the latest first.
std::vector<Maintenance> load_maintenance(sql::Session& session, ThingId thing);
/// What concerns the stream, its station's included, and is not over at the moment.
std::vector<Maintenance> maintenance_ahead(sql::Session& session, Stream const& stream, base::Instant now);

void insert(sql::Tx& tx, Maintenance const& maintenance, Stamp const& stamp);
void end_maintenance(sql::Tx& tx, MaintenanceId id, base::Instant at);

}  // namespace kunyu::observations
