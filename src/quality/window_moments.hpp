#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace kunyu::quality {

/// Count, mean, spread and bounds of some values.
struct Moments {
    std::int64_t count = 0;
    double mean = 0;
    double squares = 0;  ///< sum of squared distances from the mean
    double least = 0;
    double greatest = 0;

    void add(double value);
    /// Chan, Golub and LeVeque: the values of both, as if added to one.
    void merge(Moments const& other);
    double deviation() const;  ///< standard deviation, divided by n
    double range() const { return greatest - least; }
};

/// Moments of any trailing window of one length over a track. A window is put together from blocks, so that a day of
/// minutes costs some eighty steps and not 1,440; blocks are cut by absolute time, so that the result is the same to
/// the last bit whatever rows stand before the window. The track must outlive it.
class WindowMoments {
  public:
    WindowMoments(std::span<std::int64_t const> times, std::span<double const> values, std::int64_t window);
    /// Of the values after `after` (not included) up to the index `last` (included); `after` is at most one window
    /// before the time of `last`, or the result depends on where the track begins.
    Moments over(std::int64_t after, std::size_t last) const;

  private:
    struct Block {
        std::size_t begin = 0;
        std::size_t end = 0;
        Moments all;
    };
    std::span<std::int64_t const> times_;
    std::span<double const> values_;
    std::vector<Block> blocks_;
    std::vector<std::size_t> block_of_;  ///< by row
    std::vector<Moments> up_to_;         ///< by row: of its block, up to it
};

}  // namespace kunyu::quality
