#include "observations/device_limits.hpp"

#include <algorithm>
#include <string>

namespace kunyu::observations {
namespace {

constexpr std::int64_t minute = 60'000'000;  // microseconds

}  // namespace

base::Result<void> DeviceLimits::take(KnownDevice const& device, base::Instant now) {
    auto const refusal =
        base::refuse("observations.device_too_fast", {{"per_minute", std::to_string(device.per_minute)}});
    if (device.per_minute < 1) return refusal;
    auto const cost = minute / device.per_minute;
    std::lock_guard const guard(mutex_);
    auto& bucket = buckets_.try_emplace(device.id, Bucket{minute, now}).first->second;
    // A clock that steps back gives nothing and takes nothing.
    auto const passed = std::clamp<std::int64_t>(now.microseconds - bucket.at.microseconds, 0, minute);
    bucket.left = std::min(minute, bucket.left + passed);
    bucket.at = now;
    if (bucket.left < cost) return refusal;
    bucket.left -= cost;
    return {};
}

}  // namespace kunyu::observations
