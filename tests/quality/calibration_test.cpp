#include "quality/calibration.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace kunyu::quality {
namespace {

using base::Instant;

constexpr double absent = std::numeric_limits<double>::quiet_NaN();

TEST(Calibration, EachValueByTheEpochOfItsTime) {
    auto const calibration = *Calibration::of({{{20}, std::nullopt, {1, 2, 0, 0}}, {{10}, Instant{20}, {0, 0, 0, 1}}});
    std::vector<std::int64_t> const times{9, 10, 19, 20, 100};
    std::vector<double> values{2, 2, 3, 2, 5};
    calibration.apply(times, values);
    EXPECT_EQ(values, (std::vector<double>{2, 8, 27, 5, 11})) << "before the first epoch the raw value stands";
}

TEST(Calibration, ACountWithoutAnEpochCanBeAbsent) {
    auto const calibration = *Calibration::of({{{10}, Instant{20}, {0, 10, 0, 0}}, {{30}, std::nullopt, {0, 10, 0, 0}}},
                                              Uncalibrated::absent);
    std::vector<std::int64_t> const times{9, 10, 20, 29, 30};
    std::vector<double> values{1, absent, 1, 1, 1};
    calibration.apply(times, values);
    EXPECT_TRUE(std::isnan(values[0]) && std::isnan(values[1]) && std::isnan(values[2]) && std::isnan(values[3]));
    EXPECT_EQ(values[4], 10);
    std::vector<double> untouched{1, 2, 3, 4, 5};
    Calibration().apply(times, untouched);
    EXPECT_EQ(untouched, (std::vector<double>{1, 2, 3, 4, 5}));
}

TEST(Calibration, RefusesWhatCannotBe) {
    EXPECT_EQ(Calibration::of({{{10}, Instant{10}}}).error().code, "quality.epoch_reversed");
    EXPECT_EQ(Calibration::of({{{10}, std::nullopt}, {{20}, std::nullopt}}).error().code, "quality.epochs_overlap");
    EXPECT_EQ(Calibration::of({{{10}, std::nullopt, {absent, 1, 0, 0}}}).error().code,
              "quality.coefficient_not_finite");
    std::vector<std::int64_t> const times{1};
    EXPECT_THROW(Calibration().apply(times, {}), std::invalid_argument);
}

}  // namespace
}  // namespace kunyu::quality
