#include "archive/log_meter.hpp"

#include <algorithm>

namespace kunyu::archive {

void LogMeter::add(std::uint64_t frames, std::uint64_t bytes, std::int64_t microseconds) {
    auto const place = std::lower_bound(bounds.begin(), bounds.end(), microseconds) - bounds.begin();
    within_[static_cast<std::size_t>(place)].fetch_add(1, std::memory_order_relaxed);
    frames_.fetch_add(frames, std::memory_order_relaxed);
    bytes_.fetch_add(bytes, std::memory_order_relaxed);
    microseconds_.fetch_add(microseconds, std::memory_order_relaxed);
}

LogMeter::Reading LogMeter::read() const {
    Reading out;
    out.frames = frames_.load(std::memory_order_relaxed);
    out.bytes = bytes_.load(std::memory_order_relaxed);
    out.microseconds = microseconds_.load(std::memory_order_relaxed);
    for (std::size_t i = 0; i < within_.size(); ++i) {
        out.within[i] = within_[i].load(std::memory_order_relaxed);
        out.groups += out.within[i];
    }
    return out;
}

}  // namespace kunyu::archive
