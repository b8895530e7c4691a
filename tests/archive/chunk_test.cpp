#include "archive/chunk.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

namespace kunyu::archive {
namespace {

constexpr std::int64_t minute = 60'000'000;
constexpr std::int64_t begin = 1'483'200'000'000'000;

/// A water level: a tide, a wandering air pressure and the noise of the sensor, in millimetres.
Points water_level(std::size_t count, unsigned seed = 1) {
    std::mt19937_64 random(seed);
    std::normal_distribution<double> noise(0, 1);
    Points points;
    double pressure = 0;
    for (std::size_t i = 0; i < count; ++i) {
        auto const hour = static_cast<double>(i) / 60;
        pressure += noise(random) * 0.0002;
        auto const level = 12.5 + 0.03 * std::sin(hour * 2 * 3.14159265 / 12.42) + pressure + noise(random) * 0.001;
        points.times.push_back(begin + static_cast<std::int64_t>(i) * minute);
        points.ordinals.push_back(static_cast<std::int64_t>(i));
        points.numbers.push_back(std::round(level * 1000) / 1000);
        points.quality.push_back(1);
        points.arrivals.push_back((points.times.back() / arrival_step + 1) * arrival_step);
    }
    return points;
}

/// What comes back of sealed points.
Points reopened(Points const& points) {
    auto const sealed = seal(points);
    auto const head = ChunkHead::open(sealed.head);
    EXPECT_TRUE(head.has_value());
    auto const body = ChunkBody::open(*head, sealed.body);
    EXPECT_TRUE(body.has_value());
    return body->read(*head, 0, head->count).value();
}

Summary summary_of(Points const& points, std::size_t from, std::size_t to) {
    Summary summary;
    for (auto i = from; i < to; ++i) summary.add(points.numbers[i]);
    return summary;
}

TEST(Chunk, ComesBackWhole) {
    auto points = water_level(3000);
    points.quality[7] = 4;
    points.quality[2999] = 3;
    points.durations.assign(3000, 0);
    points.durations[9] = minute;
    points.result_delays.assign(3000, no_result_time);
    points.result_delays[11] = 0;
    points.result_delays[12] = -5;
    points.extras = {{0, R"({"parameters":{"n":1}})"}, {1500, "{}"}};
    std::swap(points.ordinals[10], points.ordinals[20]);
    std::swap(points.arrivals[10], points.arrivals[20]);
    EXPECT_EQ(reopened(points), points);
    auto const one = water_level(1);
    EXPECT_EQ(reopened(one), one);
}

TEST(Chunk, HoldsTextAndTruth) {
    auto points = water_level(200);
    points.kind = ResultKind::truth;
    for (std::size_t i = 0; i < points.size(); ++i) points.numbers[i] = i % 7 == 0 ? 1 : 0;
    EXPECT_EQ(reopened(points), points);
    points.kind = ResultKind::text;
    points.numbers.clear();
    for (std::size_t i = 0; i < points.size(); ++i)
        points.texts.push_back(i % 3 == 0 ? "" : "多云 " + std::to_string(i));
    EXPECT_EQ(reopened(points), points);
}

TEST(Chunk, ItsHeadKnowsExtentAndSummary) {
    auto points = water_level(1440);
    points.numbers[5] = std::numeric_limits<double>::quiet_NaN();
    auto const sealed = seal(points);
    auto const head = ChunkHead::open(sealed.head).value();
    EXPECT_EQ(head.count, 1440U);
    EXPECT_EQ(head.first_time, begin);
    EXPECT_EQ(head.last_time, begin + 1439 * minute);
    EXPECT_EQ(head.last_ordinal, 1439);
    auto const expected = summary_of(points, 0, 1440);
    EXPECT_EQ(head.summary.numbers, 1439U);
    EXPECT_EQ(head.summary.min, expected.min);
    EXPECT_EQ(head.summary.max, expected.max);
    EXPECT_NEAR(head.summary.sum, expected.sum, 1e-8);
}

TEST(Chunk, SummariesOfAnyPartAreExact) {
    for (bool const decimals : {true, false}) {
        auto points = water_level(2000);
        if (!decimals)
            for (auto& value : points.numbers) value = std::sqrt(value);
        auto const sealed = seal(points);
        auto const head = ChunkHead::open(sealed.head).value();
        auto const body = ChunkBody::open(head, sealed.body).value();
        std::mt19937_64 random(3);
        for (int round = 0; round < 400; ++round) {
            auto const from = random() % points.size();
            auto const to = from + random() % (points.size() - from + 1);
            auto const found = body.summarise(head, from, to).value();
            auto const expected = summary_of(points, from, to);
            ASSERT_EQ(found.numbers, expected.numbers);
            ASSERT_EQ(found.min, expected.min);
            ASSERT_EQ(found.max, expected.max);
            ASSERT_NEAR(found.sum, expected.sum, 1e-8);
        }
    }
}

TEST(Chunk, AMonthOfMinutesTakesLessThanHalfAByteEach) {
    auto const points = water_level(43'200);
    auto const sealed = seal(points);
    auto const size = static_cast<double>(sealed.head.size() + sealed.body.size()) / 43'200;
    RecordProperty("bytes_per_observation", std::to_string(size));
    EXPECT_LT(size, 0.5);
}

TEST(Chunk, DamageIsFound) {
    auto const sealed = seal(water_level(500));
    auto const head = ChunkHead::open(sealed.head).value();
    for (std::size_t at = 0; at < sealed.head.size(); ++at) {
        auto bytes = sealed.head;
        bytes[at] = static_cast<char>(bytes[at] ^ 0x20);
        ASSERT_FALSE(ChunkHead::open(bytes).has_value()) << at;
    }
    for (std::size_t at = 0; at < sealed.body.size(); ++at) {
        auto bytes = sealed.body;
        bytes[at] = static_cast<char>(bytes[at] ^ 0x20);
        ASSERT_FALSE(ChunkBody::open(head, bytes).has_value()) << at;
        ASSERT_FALSE(ChunkBody::open(head, sealed.body.substr(0, at)).has_value()) << at;
    }
}

}  // namespace
}  // namespace kunyu::archive
