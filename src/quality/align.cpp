#include "quality/align.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

namespace kunyu::quality {
namespace {

constexpr double absent = std::numeric_limits<double>::quiet_NaN();

/// The values of one step so far.
struct Gathered {
    std::int64_t count = 0;
    double sum = 0;
    double last = absent;
    double least = absent;
    double greatest = absent;

    void add(double value) {
        ++count;
        sum += value;
        last = value;
        least = count == 1 ? value : std::min(least, value);
        greatest = count == 1 ? value : std::max(greatest, value);
    }
    double as(StepValue wanted) const {
        switch (wanted) {
            case StepValue::mean:
                return count == 0 ? absent : sum / static_cast<double>(count);
            case StepValue::last:
                return last;
            case StepValue::least:
                return least;
            case StepValue::greatest:
                break;
        }
        return greatest;
    }
};

std::vector<double> on_times(SeriesView const& series, std::vector<std::int64_t> const& times) {
    std::vector<double> column(times.size(), absent);
    std::size_t row = 0;
    for (std::size_t i = 0; i < series.times.size(); ++i) {
        while (times[row] < series.times[i]) ++row;
        column[row] = series.values[i];
    }
    return column;
}

std::vector<double> on_steps(SeriesView const& series, Window const& window, std::int64_t step, StepValue wanted,
                             std::size_t steps) {
    std::vector<double> column(steps, absent);
    auto const begin = std::lower_bound(series.times.begin(), series.times.end(), window.from.microseconds);
    Gathered gathered;
    std::size_t current = 0;
    for (auto i = static_cast<std::size_t>(begin - series.times.begin()); i < series.times.size(); ++i) {
        if (series.times[i] >= window.to.microseconds) break;
        if (std::isnan(series.values[i])) continue;
        auto const index = static_cast<std::size_t>((series.times[i] - window.from.microseconds) / step);
        if (index != current) gathered = {};
        current = index;
        gathered.add(series.values[i]);
        column[index] = gathered.as(wanted);
    }
    return column;
}

}  // namespace

Aligned align_exactly(std::span<SeriesView const> series) {
    Aligned out;
    for (auto const& one : series) {
        std::vector<std::int64_t> merged;
        merged.reserve(out.times.size() + one.times.size());
        std::merge(out.times.begin(), out.times.end(), one.times.begin(), one.times.end(), std::back_inserter(merged));
        merged.erase(std::unique(merged.begin(), merged.end()), merged.end());
        out.times = std::move(merged);
    }
    for (auto const& one : series) out.columns.push_back(on_times(one, out.times));
    return out;
}

base::Result<Aligned> align_by_step(std::span<SeriesView const> series, Window const& window, std::int64_t step,
                                    StepValue value) {
    if (step < 1) return base::refuse("quality.bad_step", {{"max", std::to_string(longest_step / 1'000'000)}});
    std::int64_t const length = std::max<std::int64_t>(0, window.to.microseconds - window.from.microseconds);
    std::int64_t const steps = length / step + (length % step > 0 ? 1 : 0);
    if (steps > most_steps) return base::refuse("quality.too_many_steps", {{"max", std::to_string(most_steps)}});
    Aligned out;
    for (std::int64_t i = 0; i < steps; ++i) out.times.push_back(window.from.microseconds + i * step);
    for (auto const& one : series) out.columns.push_back(on_steps(one, window, step, value, out.times.size()));
    return out;
}

}  // namespace kunyu::quality
