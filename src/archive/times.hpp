#pragma once
#include "archive/integers.hpp"

#include <optional>

namespace kunyu::archive {

/// A column of instants (microseconds since 1970, UTC), ascending, equal ones allowed. A steady beat costs a few bytes
/// however long it is: start and step, a new run after each gap, and the few instants off the beat one by one. What
/// keeps no beat is written as integers. The format stands in docs/archive-format.md.
std::string encode_times(std::span<std::int64_t const> times);

/// Reads a column of instants; a view, as IntegerColumn.
class TimeColumn {
  public:
    static base::Result<TimeColumn> open(std::string_view bytes, std::size_t count);

    std::size_t size() const { return count_; }
    base::Result<void> read(std::size_t from, std::size_t to, std::int64_t* out) const;
    base::Result<std::vector<std::int64_t>> read_all() const;
    /// The place of the first instant that is not before `time`; size() when there is none.
    base::Result<std::size_t> lower_bound(std::int64_t time) const;

  private:
    struct Run {
        std::size_t first = 0;  ///< place of its first instant
        std::int64_t start = 0;
        std::int64_t step = 0;
    };
    /// An instant off the beat of its run.
    struct Stray {
        std::size_t place = 0;
        std::int64_t offset = 0;
    };

    base::Result<void> read_runs(std::string_view bytes);
    std::int64_t at(std::size_t place) const;

    std::size_t count_ = 0;
    std::vector<Run> runs_;
    std::vector<Stray> strays_;
    std::optional<IntegerColumn> integers_;  ///< instead of runs
    std::int64_t unit_ = 1;
};

}  // namespace kunyu::archive
