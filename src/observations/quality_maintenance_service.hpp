#pragma once
#include "base/ids.hpp"
#include "base/result.hpp"
#include "identity/caller.hpp"
#include "observations/quality_maintenance_store.hpp"
#include "sql/database.hpp"

#include <optional>
#include <string>
#include <vector>

namespace kunyu::observations {

inline constexpr std::int64_t longest_maintenance_days = 366;
inline constexpr std::int64_t oldest_maintenance_days = 31;

/// What is announced.
struct NewMaintenance {
    ThingId thing;
    std::optional<StreamId> stream;  ///< of that station; all of them otherwise
    quality::MaintenanceWindow window;
    std::string reason;
};

/// Use cases of maintenance: authorise -> rule -> store -> audit, and the alarms concerned are told. Action
/// station.edit over the station's platform announces and ends it, station.read_internal reads. Holds no state; safe
/// for all threads.
class MaintenanceService {
  public:
    explicit MaintenanceService(base::IdGenerator& ids) : ids_(ids) {}

    /// Field errors: quality.maintenance_reversed, quality.maintenance_too_long {days}, quality.maintenance_too_old
    /// {days}, quality.not_of_station {stream}.
    base::Result<Maintenance> announce(sql::Tx& tx, identity::Caller const& caller,
                                       NewMaintenance const& announced) const;
    /// Now, or before it has begun. What is over stays as it is.
    base::Result<Maintenance> end(sql::Tx& tx, identity::Caller const& caller, MaintenanceId id) const;
    base::Result<std::vector<Maintenance>> of_station(sql::Session& session, identity::Caller const& caller,
                                                      ThingId thing) const;

  private:
    base::IdGenerator& ids_;
};

}  // namespace kunyu::observations
