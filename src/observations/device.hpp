#pragma once
#include "base/ids.hpp"
#include "base/time.hpp"
#include "observations/entity.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::observations {

struct DeviceTag;
using DeviceId = base::Id<DeviceTag>;

/// A key of a device, as it is kept: only its digest, so that nobody can read it from the database.
struct DeviceKey {
    std::string digest;
    std::string prefix;  ///< what the key begins with, to tell keys apart
    base::Instant created_at;
    std::optional<base::Instant> valid_until;  ///< not included; nothing: until rotated or revoked
};

/// A logger that hands in observations of one station.
struct Device {
    DeviceId id;
    std::int64_t version = 1;
    ThingId thing;
    std::string name;
    std::string description;
    std::int64_t per_minute = 0;  ///< requests it may send a minute
    std::optional<base::Instant> revoked_at;
    std::optional<std::string> revoked_because;
    std::optional<base::Instant> last_seen_at;  ///< to a minute
    std::string created_by_name;
    base::Instant created_at;
    std::vector<DeviceKey> keys;  ///< the newest first
};

inline constexpr std::int64_t usual_per_minute = 600;
inline constexpr std::int64_t most_per_minute = 60'000;
/// How long an old key may live on after a rotation, so that a logger far away can be given the new one.
inline constexpr std::int64_t longest_overlap_seconds = 90 * 86'400;

/// A key when it is made: the only time its secret is known.
struct NewDeviceKey {
    std::string secret;
    DeviceKey kept;
};
/// 32 random bytes, written so that scanners find one left in a file: "kunyu_device_…".
NewDeviceKey make_device_key(base::Instant now);
std::string digest_of_device_key(std::string_view secret);

}  // namespace kunyu::observations
