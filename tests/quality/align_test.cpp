#include "quality/align.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace kunyu::quality {
namespace {

constexpr double absent = std::numeric_limits<double>::quiet_NaN();
using Column = std::vector<double>;

/// NaN as the number -1, so that columns can be compared.
Column shown(Column column) {
    for (auto& value : column)
        if (std::isnan(value)) value = -1;
    return column;
}

struct Series {
    std::vector<std::int64_t> times;
    std::vector<double> values;
    SeriesView view() const { return {times, values}; }
};

TEST(Align, ExactlyOnEveryTimeThatAnyHas) {
    Series const a{{1, 3, 3, 5}, {10, 30, 31, absent}}, b{{2, 3}, {200, 300}}, none{{}, {}};
    std::vector<SeriesView> const all{a.view(), b.view(), none.view()};
    auto const aligned = align_exactly(all);
    EXPECT_EQ(aligned.times, (std::vector<std::int64_t>{1, 2, 3, 5}));
    EXPECT_EQ(shown(aligned.columns[0]), (Column{10, -1, 31, -1})) << "of two values at one time the last";
    EXPECT_EQ(shown(aligned.columns[1]), (Column{-1, 200, 300, -1}));
    EXPECT_EQ(shown(aligned.columns[2]), (Column{-1, -1, -1, -1}));
}

TEST(Align, ByStep) {
    Series const a{{-1, 0, 4, 9, 10, 20, 21, 25}, {7, 2, 8, 5, absent, 1, 6, 9}};
    std::vector<SeriesView> const all{a.view()};
    struct Case {
        StepValue value;
        Column column;
    };
    for (auto const& [value, column] : std::vector<Case>{{StepValue::mean, {5, -1, 3.5}},
                                                         {StepValue::last, {5, -1, 6}},
                                                         {StepValue::least, {2, -1, 1}},
                                                         {StepValue::greatest, {8, -1, 6}}}) {
        auto const aligned = *align_by_step(all, {{0}, {25}}, 10, value);
        EXPECT_EQ(aligned.times, (std::vector<std::int64_t>{0, 10, 20}));
        EXPECT_EQ(shown(aligned.columns[0]), column);
    }
}

TEST(Align, RefusesTooManySteps) {
    EXPECT_EQ(align_by_step({}, {{0}, {most_steps + 1}}, 1, StepValue::mean).error().code, "quality.too_many_steps");
    EXPECT_EQ(align_by_step({}, {{0}, {10}}, 0, StepValue::mean).error().code, "quality.bad_step");
    EXPECT_TRUE(align_by_step({}, {{10}, {0}}, 1, StepValue::mean)->times.empty());
}

}  // namespace
}  // namespace kunyu::quality
