#include "quality/alarm_world.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace kunyu::quality {
namespace {

TEST(Threshold, TheBoundItselfIsNotBeyond) {
    AlarmWorld world(above(10));
    EXPECT_EQ(world.value(0, 10), "");
    EXPECT_EQ(world.value(1, 10.1), "raised notified");
    EXPECT_EQ(world.last[0].reason, base::refuse("quality.alarm_above", {{"value", "10.1"}, {"limit", "10"}}));
    EXPECT_EQ(world.value(2, 10), "ended");
}

TEST(Threshold, EndsBehindTheHysteresis) {
    AlarmWorld world(above(10, 2));
    EXPECT_EQ(world.value(0, 9), "");
    EXPECT_EQ(world.value(1, 11), "raised notified");
    EXPECT_EQ(world.value(2, 8.1), "");
    EXPECT_EQ(world.value(3, 8), "ended");
    EXPECT_EQ(world.value(4, 9), "");
}

TEST(Threshold, BelowAndOutside) {
    AlarmRule rule;
    rule.condition = ThresholdCondition{ThresholdSide::below, 1, {}, 0};
    AlarmWorld below(rule);
    EXPECT_EQ(below.value(0, 1), "");
    EXPECT_EQ(below.value(1, 0.5), "raised notified");
    EXPECT_EQ(below.last[0].reason.code, "quality.alarm_below");
    EXPECT_EQ(below.value(2, 1000), "ended");

    rule.condition = ThresholdCondition{ThresholdSide::outside, 1, 9, 0.5};
    AlarmWorld outside(rule);
    EXPECT_EQ(outside.value(0, 0.9), "raised notified");
    EXPECT_EQ(outside.value(1, 9.5), "") << "still outside, on the other side";
    EXPECT_EQ(outside.value(2, 8.5), "ended");
}

TEST(Threshold, WhatDoesNotCount) {
    AlarmWorld world(above(10));
    EXPECT_EQ(world.value(0, std::nan("")), "");
    EXPECT_EQ(world.value(1, 99, Flag::bad), "");
    EXPECT_EQ(world.value(2, 99, Flag::missing), "");
    EXPECT_EQ(world.value_of(-1500, 3, 99), "") << "more than a day late: history";
    EXPECT_EQ(world.value_of(1500, 3, 99), "") << "a day ahead: a wrong clock";
    EXPECT_EQ(world.value(4, 5), "");
    EXPECT_EQ(world.value_of(3.5, 5, 99), "") << "older than what was judged";
    EXPECT_EQ(world.value(6, 99, Flag::suspect), "raised notified");
}

TEST(Rate, ARiseWithinItsTime) {
    AlarmRule rule;
    rule.condition = RateCondition{ChangeDirection::rise, 5, 600, 0};
    AlarmWorld world(rule);
    EXPECT_EQ(world.value(0, 0), "");
    EXPECT_EQ(world.value(5, 4), "");
    EXPECT_EQ(world.value(9.9, 5.1), "raised notified");
    EXPECT_EQ(world.last[0].reason,
              base::refuse("quality.alarm_change", {{"value", "5.1"}, {"limit", "5"}, {"seconds", "600"}}));
    EXPECT_EQ(world.value(10, 5.1), "ended") << "the value of ten minutes ago is out of it";
    EXPECT_EQ(world.value(11, -50), "") << "a fall is no rise";
}

TEST(Rate, FallAndEither) {
    AlarmRule rule;
    rule.condition = RateCondition{ChangeDirection::fall, 5, 600, 0};
    AlarmWorld fall(rule);
    EXPECT_EQ(fall.value(0, 0), "");
    EXPECT_EQ(fall.value(1, 20), "");
    EXPECT_EQ(fall.value(2, 14), "raised notified");

    rule.condition = RateCondition{ChangeDirection::either, 5, 600, 2};
    AlarmWorld either(rule);
    EXPECT_EQ(either.value(0, 0), "");
    EXPECT_EQ(either.value(1, -6), "raised notified");
    EXPECT_EQ(either.value(2, -4), "") << "hysteresis: more than 3 still";
    EXPECT_EQ(either.value(3, -3), "ended") << "3 above the least, 3 below the greatest";
}

TEST(Rate, RemembersLittleOfASteadyRise) {
    AlarmRule rule;
    rule.condition = RateCondition{ChangeDirection::rise, 5, 86'400, 0.1};
    AlarmWorld world(rule);
    for (int i = 0; i < 4000; ++i) ASSERT_EQ(world.value(i, i * 0.003), "") << "4.3 a day, minute " << i;
    EXPECT_LT(world.state.memory.least.size(), 260U);
    std::string words;
    for (int i = 4000; i < 5440; ++i) words += world.value(i, 12 + (i - 4000) * 0.006);
    EXPECT_EQ(words, "raised notified") << "8.6 a day";
}

TEST(Silence, ByTheClock) {
    AlarmRule rule;
    rule.condition = SilenceCondition{600, {}};
    AlarmWorld world(rule);
    EXPECT_EQ(world.tick(0), "") << "watching begins";
    EXPECT_EQ(world.tick(10), "");
    EXPECT_EQ(world.tick(10.1), "raised notified");
    EXPECT_EQ(world.last[0].reason, base::refuse("quality.alarm_silent", {{"value", "0:10:06"}, {"limit", "0:10:00"}}));
    EXPECT_EQ(world.value_of(-5000, 12, std::nan("")), "ended") << "anything that comes in ends it, be it old or empty";
    EXPECT_EQ(world.tick(22), "");
    EXPECT_EQ(world.tick(23), "returned");
}

TEST(Silence, ByCadences) {
    AlarmRule rule;
    rule.condition = SilenceCondition{{}, 3.0};
    AlarmWorld world(rule);
    EXPECT_EQ(world.value(0, 1), "");
    EXPECT_EQ(world.tick(3), "");
    world.cadence.reset();
    EXPECT_EQ(world.tick(4), "") << "nothing is expected";
    world.cadence = 60'000'000;
    EXPECT_EQ(world.tick(5), "raised notified");
    world.cadence.reset();
    EXPECT_EQ(world.tick(6), "ended") << "the programme has ended";
}

TEST(PoorQuality, ByTheShareOfItsWindow) {
    AlarmRule rule;
    rule.condition = PoorQualityCondition{250, 3600, 4, 100};
    AlarmWorld world(rule);
    EXPECT_EQ(world.value(0, 1, Flag::bad), "");
    EXPECT_EQ(world.value(1, 1, Flag::suspect), "");
    EXPECT_EQ(world.value(2, 1), "") << "too few";
    EXPECT_EQ(world.value(3, 1, Flag::not_evaluated), "");
    EXPECT_EQ(world.value(3.5, 1, Flag::missing), "") << "not judged";
    EXPECT_EQ(world.value(4, 1), "raised notified");
    EXPECT_EQ(world.last[0].reason,
              base::refuse("quality.alarm_poor", {{"value", "500"}, {"limit", "250"}, {"seconds", "3600"}}));
    std::string words;
    for (int i = 5; i < 14; ++i) words += world.value(i, 1);
    EXPECT_EQ(words, "") << "2 of 13: above 150";
    EXPECT_EQ(world.value(14, 1), "ended") << "2 of 14";
    EXPECT_EQ(world.value(75, 1), "");
    ASSERT_EQ(world.state.memory.tallies.size(), 1U) << "what is older than the window is forgotten";
}

}  // namespace
}  // namespace kunyu::quality
