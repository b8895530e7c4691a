#include "observations/device_limits.hpp"

#include <algorithm>
#include <string>

namespace kunyu::observations {

base::Result<void> DeviceLimits::take(KnownDevice const& device, base::Instant now) {
    auto const refusal =
        base::refuse("observations.device_too_fast", {{"per_minute", std::to_string(device.per_minute)}});
    if (device.per_minute < 1) return refusal;
    auto const cost = minute / device.per_minute;
    std::lock_guard const guard(mutex_);
    auto& bucket = buckets_.try_emplace(device.id, Bucket{most_, now}).first->second;
    // A clock that steps back gives nothing and takes nothing.
    auto const passed = std::clamp<std::int64_t>(now.microseconds - bucket.at.microseconds, 0, most_);
    bucket.left = std::min(most_, bucket.left + passed);
    bucket.at = now;
    if (bucket.left < cost) return refusal;
    bucket.left -= cost;
    return {};
}

void DeviceLimits::give_back(KnownDevice const& device) {
    std::lock_guard const guard(mutex_);
    auto const found = buckets_.find(device.id);
    if (found != buckets_.end() && device.per_minute > 0)
        found->second.left = std::min(most_, found->second.left + minute / device.per_minute);
}

}  // namespace kunyu::observations
