#pragma once
#include "base/result.hpp"
#include "quality/continuity.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace kunyu::quality {

/// One series: times ascend (microseconds), values are equally many, NaN where there is none.
struct SeriesView {
    std::span<std::int64_t const> times;
    std::span<double const> values;
};

/// Several series on one axis of time; each column is as long as `times`, NaN where a series has nothing.
struct Aligned {
    std::vector<std::int64_t> times;
    std::vector<std::vector<double>> columns;
};

/// Every time that any of them has. Of several values at one time of one series the last counts.
Aligned align_exactly(std::span<SeriesView const> series);

/// How the values of one step become one.
enum class StepValue { mean, last, least, greatest };

inline constexpr std::int64_t most_steps = 1'000'000;

/// One row for each step of the window, at the step's beginning: [from, from + step) and so on; the last may be
/// shorter. Missing values do not count; a step without any is NaN. Refuses quality.too_many_steps {max}, and
/// quality.bad_step {max} for a step of no length.
base::Result<Aligned> align_by_step(std::span<SeriesView const> series, Window const& window, std::int64_t step,
                                    StepValue value);

}  // namespace kunyu::quality
