#pragma once
#include "base/ids.hpp"
#include "base/result.hpp"
#include "identity/caller.hpp"
#include "observations/device.hpp"
#include "observations/device_directory.hpp"
#include "sql/database.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace kunyu::observations {

/// What a new device says, or what is to be changed.
struct DeviceChange {
    std::optional<std::string> name;
    std::optional<std::string> description;
    std::optional<std::int64_t> per_minute;
};

/// A device with a key that was just made: the only time the secret is answered.
struct DeviceWithSecret {
    Device device;
    std::string secret;
};

/// Use cases of devices: authorise -> rule -> store -> audit. Action device.manage over the station's platform; a device
/// of a station that is not the caller's is not found. The audit record never has keys. The directory of this process
/// learns of revoked keys as soon as they are committed. Safe for all threads.
class DeviceService {
  public:
    DeviceService(base::IdGenerator& ids, DeviceDirectory& directory) : ids_(ids), directory_(directory) {}

    base::Result<DeviceWithSecret> create(sql::Tx& tx, identity::Caller const& caller, ThingId thing,
                                          DeviceChange const& change) const;
    base::Result<Device> edit(sql::Tx& tx, identity::Caller const& caller, DeviceId id, std::int64_t version,
                              DeviceChange const& change) const;
    /// A new key; those before live on for `overlap_seconds` (0 to longest_overlap_seconds), if they would live longer.
    /// observations.device_revoked for one whose keys were revoked.
    base::Result<DeviceWithSecret> rotate(sql::Tx& tx, identity::Caller const& caller, DeviceId id,
                                          std::optional<std::int64_t> version, std::int64_t overlap_seconds) const;
    /// All keys end at once and for ever. A second time does nothing.
    base::Result<Device> revoke(sql::Tx& tx, identity::Caller const& caller, DeviceId id,
                                std::optional<std::int64_t> version, std::string const& reason) const;

    base::Result<Device> find(sql::Session& session, identity::Caller const& caller, DeviceId id) const;
    /// Those of one station, by name.
    base::Result<std::vector<Device>> of_station(sql::Session& session, identity::Caller const& caller,
                                                 ThingId thing) const;

  private:
    void end_in_directory(sql::Tx& tx, Device const& device, base::Instant at) const;

    base::IdGenerator& ids_;
    DeviceDirectory& directory_;
};

}  // namespace kunyu::observations
