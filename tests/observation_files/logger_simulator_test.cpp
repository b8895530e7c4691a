#include "observation_files/logger_simulator.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace kunyu::observation_files {
namespace {

SimulatorSettings settings_of(SimulatedSignal signal) {
    SimulatorSettings settings;
    settings.signal = signal;
    settings.start = *base::parse_instant("2026-01-01T00:00:00Z");
    return settings;
}

TEST(LoggerSimulator, GivesTheSameReadingsEachTime) {
    auto const settings = settings_of(SimulatedSignal::groundwater_level);
    LoggerSimulator const one(settings), other(settings);
    auto second_seed = settings;
    second_seed.seed = 2;
    LoggerSimulator const differing(second_seed);
    int alike = 0;
    for (std::int64_t i = 999; i >= 0; --i) {
        EXPECT_EQ(one.reading(i)->value, other.reading(i)->value);
        if (one.reading(i)->value == differing.reading(i)->value) ++alike;
    }
    EXPECT_LT(alike, 100);
}

TEST(LoggerSimulator, KeepsItsCadence) {
    auto settings = settings_of(SimulatedSignal::tilt);
    LoggerSimulator const exact(settings);
    EXPECT_EQ(exact.reading(6)->time, settings.start.plus_seconds(3600));
    EXPECT_EQ(exact.count_until(settings.start), 1);
    EXPECT_EQ(exact.count_until(settings.start.plus_seconds(3599)), 6);
    EXPECT_EQ(exact.count_until(settings.start.plus_seconds(-1)), 0);
    settings.jitter_seconds = 30;
    LoggerSimulator const late(settings);
    for (std::int64_t i = 0; i < 1000; ++i) {
        auto const delay = late.reading(i)->time.microseconds - late.due(i).microseconds;
        EXPECT_TRUE(delay >= 0 && delay <= 30'000'000);
    }
}

TEST(LoggerSimulator, LosesAndSpoilsAsManyAsAsked) {
    auto settings = settings_of(SimulatedSignal::gnss_drift);
    settings.dropout_share = 0.1;
    settings.spike_share = 0.02;
    LoggerSimulator const logger(settings);
    int lost = 0, spikes = 0;
    for (std::int64_t i = 0; i < 100'000; ++i) {
        auto const reading = logger.reading(i);
        if (!reading) ++lost;
        if (reading && reading->spike) ++spikes;
    }
    EXPECT_NEAR(lost, 9750, 800);
    EXPECT_NEAR(spikes, 1805, 200);
}

TEST(LoggerSimulator, SignalsAreOfTheirKind) {
    LoggerSimulator const level(settings_of(SimulatedSignal::groundwater_level));
    LoggerSimulator const rain(settings_of(SimulatedSignal::rainfall));
    LoggerSimulator const drift(settings_of(SimulatedSignal::gnss_drift));
    LoggerSimulator const tilt(settings_of(SimulatedSignal::tilt));
    double fallen = 0, steepest = 0;
    int wet = 0;
    for (std::int64_t i = 0; i < 52'560; ++i) {
        EXPECT_NEAR(level.reading(i)->value, 12.5, 1);
        auto const rained = rain.reading(i)->value;
        EXPECT_GE(rained, 0);
        EXPECT_NEAR(std::remainder(rained, 0.2), 0, 1e-9);
        fallen += rained;
        wet += rained > 0 ? 1 : 0;
        steepest = std::max(steepest, std::abs(tilt.reading(i)->value));
    }
    EXPECT_NEAR(fallen, 4500, 1500);  // a wet mountain's year
    EXPECT_LT(wet, 52'560 / 5);
    EXPECT_LT(steepest, 0.5);
    EXPECT_NEAR(drift.reading(52'559)->value - drift.reading(0)->value, 12, 7);
}

TEST(LoggerSimulator, IsMarked) {
    EXPECT_EQ(simulation_mark(settings_of(SimulatedSignal::tilt)).at("simulation").at("signal"), "tilt");
    EXPECT_EQ(parse_simulated_signal("rainfall"), SimulatedSignal::rainfall);
    EXPECT_FALSE(parse_simulated_signal("snow"));
}

}  // namespace
}  // namespace kunyu::observation_files
