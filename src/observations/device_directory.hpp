#pragma once
#include "base/result.hpp"
#include "base/time.hpp"
#include "observations/device.hpp"
#include "sql/database.hpp"

#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace kunyu::observations {

/// The holder of a valid key.
struct KnownDevice {
    DeviceId id;
    ThingId thing;
    std::string name;
    std::int64_t per_minute = 0;
};

/// The keys of all devices in memory, so that a request of a device is recognised without the database. A key that this
/// process revoked is unknown at once (end()), one that another process revoked after the next refresh(). Safe for
/// all threads. The database must outlive it.
class DeviceDirectory {
  public:
    /// Reads nothing yet; the first refresh() reads all.
    explicit DeviceDirectory(sql::Database& database);

    /// Takes in what any process has committed; without a change it costs one look at the database's version. Not
    /// within a read or write of the same thread.
    void refresh();

    /// Whose key this is; observations.bad_device_key for none that is valid at the moment. No look at the database.
    base::Result<KnownDevice> recognise(std::string_view secret, base::Instant now) const;
    /// As recognise(), and a key that is unknown is looked for once more after a refresh(): it may be a moment old.
    base::Result<KnownDevice> recognise_or_refresh(std::string_view secret, base::Instant now);

    /// The keys of these digests are valid until `at` at the longest, for all requests that come from here on. Waits for
    /// a refresh that may have read them before.
    void end(std::vector<std::string> const& digests, base::Instant at);

  private:
    struct Known {
        KnownDevice device;
        std::optional<base::Instant> valid_until;
    };
    using Keys = std::unordered_map<std::string, Known>;

    void take_in(sql::Session& session);
    void put(Device const& device);
    void forget(DeviceId id);

    sql::Database& database_;
    std::mutex refreshing_;  // one at a time; guards sequence_ and loaded_
    std::atomic<std::int64_t> seen_{-1};
    std::int64_t sequence_ = 0;
    bool loaded_ = false;
    mutable std::shared_mutex mutex_;  // guards what follows
    Keys keys_;                        // by digest
    std::map<DeviceId, std::vector<std::string>> digests_;
};

}  // namespace kunyu::observations
