#include "sensorthings/mqtt_tally.hpp"

#include <gtest/gtest.h>

namespace kunyu::sensorthings {
namespace {

TEST(MqttTally, TellsAtOnceAndThenOnceAMinuteWithTheNumber) {
    MqttTally tally;
    base::Instant const now{1'000'000'000};
    EXPECT_TRUE(tally.due(now).empty());
    tally.add({1});
    auto told = tally.due(now);
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told.front().device, observations::DeviceId{1});
    EXPECT_EQ(told.front().messages, 1);
    for (int i = 0; i < 500; ++i) tally.add({1});
    tally.add({2});
    told = tally.due(now.plus_seconds(30));
    ASSERT_EQ(told.size(), 1U) << "of each device by itself";
    EXPECT_EQ(told.front().device, observations::DeviceId{2});
    told = tally.due(now.plus_seconds(60));
    ASSERT_EQ(told.size(), 1U) << "without a further message";
    EXPECT_EQ(told.front().messages, 500);
    EXPECT_TRUE(tally.due(now.plus_seconds(600)).empty());
}

}  // namespace
}  // namespace kunyu::sensorthings
