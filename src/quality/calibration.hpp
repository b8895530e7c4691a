#pragma once
#include "base/result.hpp"
#include "base/time.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace kunyu::quality {

/// What a sensor's raw value means, for a time: c[0] + c[1] x + c[2] x^2 + c[3] x^3. A factor and an offset are
/// {offset, factor, 0, 0}.
struct CalibrationEpoch {
    base::Instant from;
    std::optional<base::Instant> to;  ///< not included; absent: still so
    std::array<double, 4> coefficients{0, 1, 0, 0};
    friend bool operator==(CalibrationEpoch const&, CalibrationEpoch const&) = default;
};

/// What becomes of values of a time that no epoch covers.
enum class Uncalibrated {
    raw,     ///< they stand as they are: the calibration is a correction
    absent,  ///< NaN: raw counts beside metres would only mislead
};

/// The calibrations of one stream, applied on read and never written into raw data. Epochs ascend and do not overlap.
/// Immutable, so safe for all threads.
class Calibration {
  public:
    Calibration() = default;
    /// In any order. Refuses quality.epoch_reversed, quality.epochs_overlap {at}, quality.coefficient_not_finite.
    static base::Result<Calibration> of(std::vector<CalibrationEpoch> epochs, Uncalibrated outside = Uncalibrated::raw);
    std::vector<CalibrationEpoch> const& epochs() const { return epochs_; }

    /// Changes the values in place; `times` (ascending, microseconds) and `values` are equally many. NaN stays NaN.
    /// Without any epoch nothing changes.
    void apply(std::span<std::int64_t const> times, std::span<double> values) const;

  private:
    std::vector<CalibrationEpoch> epochs_;
    Uncalibrated outside_ = Uncalibrated::raw;
};

}  // namespace kunyu::quality
