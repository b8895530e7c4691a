#include "quality/rows_world.hpp"

#include <gtest/gtest.h>

namespace kunyu::quality {
namespace {

TEST(Spike, ByTheAverageOfBothNeighbours) {
    QartodRules rules;
    rules.spike = Spike{SpikeMethod::average, 1, 4};
    EXPECT_EQ(flags_of(rules, OwnRows::each_minute({10, 10, 12, 10, 10, 16, 10, 10})), "21313432")
        << "the neighbours of a high spike are suspect too";
    EXPECT_EQ(flags_of(rules, OwnRows::each_minute({0, 5, 10, 15})), "2112") << "a slope is none";
    EXPECT_EQ(flags_of(rules, OwnRows::each_minute({1})), "2");
    EXPECT_EQ(flags_of(rules, OwnRows::each_minute({})), "");
}

TEST(Spike, ByTheSmallerOfTwoOppositeSteps) {
    QartodRules rules;
    rules.spike = Spike{SpikeMethod::differential, 1, 4};
    EXPECT_EQ(flags_of(rules, OwnRows::each_minute({10, 10, 12, 10, 10, 20, 10, 10})), "21311412")
        << "its neighbours are not";
    EXPECT_EQ(flags_of(rules, OwnRows::each_minute({10, 10, 20, 17, 17})), "21312") << "the smaller step counts";
    EXPECT_EQ(flags_of(rules, OwnRows::each_minute({10, 20, 30})), "212");
}

TEST(Spike, OneThresholdIsEnough) {
    QartodRules rules;
    rules.spike = Spike{SpikeMethod::differential, {}, 4};
    EXPECT_EQ(flags_of(rules, OwnRows::each_minute({10, 12, 10, 20, 10})), "21142");
}

TEST(Spike, DoesNotSpanAGapButAMissingValue) {
    QartodRules rules;
    rules.spike = Spike{SpikeMethod::average, 1, 4};
    auto const cadence = each_minute();
    GapRule const gaps(cadence, 3);
    EXPECT_EQ(flags_of(rules, OwnRows::at_seconds({0, 60, 120, 301, 360, 420}, {10, 10, 10, 99, 10, 10}), gaps),
              "212242");
    EXPECT_EQ(flags_of(rules, OwnRows::each_minute({10, absent, 99, absent, 10}), gaps), "29492");
    EXPECT_EQ(flags_of(rules, OwnRows::each_minute({10, absent, absent, absent, 99, 10, 10}), gaps), "2999242");
}

TEST(Spike, AValueTheSensorCannotGiveIsNobodysNeighbour) {
    QartodRules rules;
    rules.gross_range = GrossRange{Range{0, 100}, {}};
    rules.spike = Spike{SpikeMethod::average, 1, 4};
    auto const evaluation = evaluate(rules, OwnRows::each_minute({10, 10, -9999, 10, 10}).view(), {});
    EXPECT_EQ(shown(evaluation.tests[1].second), "21212");
    EXPECT_EQ(shown(evaluation.overall), "11411");
}

TEST(RateOfChange, PerSecondOfElapsedTime) {
    QartodRules rules;
    rules.rate_of_change = RateOfChange{0.1, 0.5, {}};
    EXPECT_EQ(flags_of(rules, OwnRows::at_seconds({0, 60, 120, 130, 190, 190, 191}, {0, 6, 13, 23, 23, 80, 79.6})),
              "2134123")
        << "two values of one time have no rate";
}

TEST(RateOfChange, NotOverAGap) {
    QartodRules rules;
    rules.rate_of_change = RateOfChange{0.001, {}, {}};
    auto const cadence = each_minute();
    GapRule const gaps(cadence, 3);
    EXPECT_EQ(flags_of(rules, OwnRows::at_seconds({0, 180, 361, 421}, {0, 1, 2, 2}), gaps), "2321");
    EXPECT_EQ(flags_of(rules, OwnRows::at_seconds({0, 180, 361, 421}, {0, 1, 2, 2})), "2331");
}

TEST(RateOfChange, ByDeviationsOfTheTimeBefore) {
    QartodRules rules;
    rules.rate_of_change = RateOfChange{{}, {}, Deviations{3, 300, 4}};
    EXPECT_EQ(flags_of(rules, OwnRows::each_minute({1, -1, 1, -1, 1, -1, 3, -1})), "22221131")
        << "deviation 1 before the seventh, then larger";
    EXPECT_EQ(flags_of(rules, OwnRows::each_minute({5, 5, 5, 5, 5.01, 5.01})), "222221")
        << "a flat time says nothing of changes";
}

TEST(FlatLine, CountsTimeNotRows) {
    QartodRules rules;
    rules.flat_line = FlatLine{0, 180, 300};
    EXPECT_EQ(flags_of(rules, OwnRows::each_minute({1, 2, 2, 2, 2, 2, 2, 2, 3})), "111133441");
    EXPECT_EQ(flags_of(rules, OwnRows::at_seconds({0, 1, 2, 3, 4, 179, 180, 299, 300}, std::vector<double>(9, 7.0))),
              "111111334")
        << "many rows of a short time are not flat";
}

TEST(FlatLine, WithinATolerance) {
    QartodRules rules;
    rules.flat_line = FlatLine{0.5, 120, {}};
    EXPECT_EQ(flags_of(rules, OwnRows::each_minute({1, 1.5, 1.25, 1, 1.75, 1.5, 1.25, 1.25})), "11331133")
        << "a creep ends it as soon as the whole stretch is wider";
}

TEST(FlatLine, AGapBeginsAnewAndAMissingValueDoesNot) {
    QartodRules rules;
    rules.flat_line = FlatLine{0, 120, {}};
    auto const cadence = each_minute();
    GapRule const gaps(cadence, 3);
    EXPECT_EQ(flags_of(rules, OwnRows::at_seconds({0, 60, 120, 301, 361, 421}, std::vector<double>(6, 7.0)), gaps),
              "113113");
    EXPECT_EQ(flags_of(rules, OwnRows::each_minute({7, absent, 7, 7}), gaps), "1933");
}

TEST(AttenuatedSignal, ByDeviationAndByRange) {
    QartodRules rules;
    rules.attenuated_signal = AttenuatedSignal{Spread::range, 180, 3, 2, 1};
    EXPECT_EQ(flags_of(rules, OwnRows::each_minute({0, 4, 0, 0, 1.5, 1, 1, 1})), "22113344")
        << "the window is the last three minutes: the row three minutes ago is out of it";
    rules.attenuated_signal->spread = Spread::deviation;
    EXPECT_EQ(flags_of(rules, OwnRows::each_minute({0, 3, 0, 3, 3, 3})), "223334");
}

TEST(AttenuatedSignal, TooFewValuesAreNotJudged) {
    QartodRules rules;
    rules.attenuated_signal = AttenuatedSignal{Spread::range, 300, 3, 2, {}};
    EXPECT_EQ(flags_of(rules, OwnRows::at_seconds({0, 60, 120, 1000, 1060, 1120}, {1, 1, 1, 1, 1, 1})), "223223");
    EXPECT_EQ(flags_of(rules, OwnRows::each_minute({1, absent, 1, 1})), "2923");
}

}  // namespace
}  // namespace kunyu::quality
