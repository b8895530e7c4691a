#include "quality/calibration.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace kunyu::quality {
namespace {

double evaluate(std::array<double, 4> const& c, double x) {
    return c[0] + x * (c[1] + x * (c[2] + x * c[3]));
}

}  // namespace

base::Result<Calibration> Calibration::of(std::vector<CalibrationEpoch> epochs, Uncalibrated outside) {
    std::sort(epochs.begin(), epochs.end(), [](auto const& a, auto const& b) { return a.from < b.from; });
    for (std::size_t i = 0; i < epochs.size(); ++i) {
        auto const& [from, to, coefficients] = epochs[i];
        if (to && *to <= from) return base::refuse("quality.epoch_reversed");
        if (i > 0 && (!epochs[i - 1].to || *epochs[i - 1].to > from))
            return base::refuse("quality.epochs_overlap", {{"at", base::to_string(from)}});
        if (!std::all_of(coefficients.begin(), coefficients.end(), [](double c) { return std::isfinite(c); }))
            return base::refuse("quality.coefficient_not_finite");
    }
    Calibration calibration;
    calibration.epochs_ = std::move(epochs);
    calibration.outside_ = outside;
    return calibration;
}

void Calibration::apply(std::span<std::int64_t const> times, std::span<double> values) const {
    if (times.size() != values.size()) throw std::invalid_argument("Calibration::apply: times and values differ");
    if (epochs_.empty()) return;
    auto epoch = epochs_.begin();
    for (std::size_t i = 0; i < times.size(); ++i) {
        base::Instant const time{times[i]};
        while (epoch != epochs_.end() && epoch->to && *epoch->to <= time) ++epoch;
        if (epoch != epochs_.end() && epoch->from <= time)
            values[i] = evaluate(epoch->coefficients, values[i]);
        else if (outside_ == Uncalibrated::absent)
            values[i] = std::numeric_limits<double>::quiet_NaN();
    }
}

}  // namespace kunyu::quality
