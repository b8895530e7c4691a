#pragma once
#include "base/result.hpp"
#include "base/time.hpp"
#include "observations/device_directory.hpp"

#include <map>
#include <mutex>

namespace kunyu::observations {

/// Holds devices to their requests a minute. Each has a bucket of so many minutes' worth that fills evenly, so a logger
/// may send those minutes' requests at once and then goes on at its rate. In this process alone: behind two processes a
/// device gets up to twice as much. Safe for all threads.
class DeviceLimits {
  public:
    explicit DeviceLimits(std::int64_t minutes_at_once = 1) : most_(minutes_at_once * minute) {}
    /// Takes one request, or refuses observations.device_too_fast {per_minute}.
    base::Result<void> take(KnownDevice const& device, base::Instant now);
    /// For a request that was taken and could not be served through no fault of the device.
    void give_back(KnownDevice const& device);

  private:
    static constexpr std::int64_t minute = 60'000'000;  // microseconds
    struct Bucket {
        std::int64_t left = 0;  ///< microseconds; a request costs a minute / per_minute
        base::Instant at;
    };
    std::int64_t most_;
    std::mutex mutex_;
    std::map<DeviceId, Bucket> buckets_;
};

}  // namespace kunyu::observations
