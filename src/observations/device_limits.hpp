#pragma once
#include "base/result.hpp"
#include "base/time.hpp"
#include "observations/device_directory.hpp"

#include <map>
#include <mutex>

namespace kunyu::observations {

/// Holds devices to their requests a minute. Each has a bucket of one minute's worth that fills evenly, so a logger may
/// send a minute's requests at once and then goes on at its rate. In this process alone: behind two processes a device
/// gets up to twice as much. Safe for all threads.
class DeviceLimits {
  public:
    /// Takes one request, or refuses observations.device_too_fast {per_minute}.
    base::Result<void> take(KnownDevice const& device, base::Instant now);

  private:
    struct Bucket {
        std::int64_t left = 0;  ///< microseconds of the minute; a request costs a minute / per_minute
        base::Instant at;
    };
    std::mutex mutex_;
    std::map<DeviceId, Bucket> buckets_;
};

}  // namespace kunyu::observations
