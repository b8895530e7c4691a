#pragma once
#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>

namespace kunyu::archive {

/// What the log's committer has done since the process started. Written by the committer alone, read by any thread.
class LogMeter {
  public:
    /// Upper bounds in microseconds of how long a group took from its writing until it lasted.
    static constexpr std::array<std::int64_t, 10> bounds = {500,    1'000,   2'500,   5'000,     10'000,
                                                            25'000, 100'000, 500'000, 2'000'000, 10'000'000};

    struct Reading {
        std::uint64_t frames = 0;
        std::uint64_t bytes = 0;                                ///< of frames, without what frames them
        std::uint64_t groups = 0;                               ///< each synced once
        std::array<std::uint64_t, bounds.size() + 1> within{};  ///< groups by duration, the last beyond all bounds
        std::int64_t microseconds = 0;                          ///< of all groups
    };

    /// A group that lasts.
    void add(std::uint64_t frames, std::uint64_t bytes, std::int64_t microseconds);
    /// Its numbers may differ by a group that is counted meanwhile.
    Reading read() const;

  private:
    std::atomic<std::uint64_t> frames_{0};
    std::atomic<std::uint64_t> bytes_{0};
    std::array<std::atomic<std::uint64_t>, bounds.size() + 1> within_{};
    std::atomic<std::int64_t> microseconds_{0};
};

inline std::int64_t microseconds_since(std::chrono::steady_clock::time_point begun) {
    using std::chrono::duration_cast;
    return duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begun).count();
}

}  // namespace kunyu::archive
