#include "archive/bytes.hpp"
#include "archive/integers.hpp"
#include "archive/numbers.hpp"
#include "archive/times.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>
#include <random>

namespace kunyu::archive {
namespace {

using testing::Lt;

std::vector<std::int64_t> round_trip(std::vector<std::int64_t> const& values) {
    auto const bytes = encode_integers(values);
    auto const column = IntegerColumn::open(bytes, values.size());
    EXPECT_TRUE(column.has_value());
    return column->read_all().value();
}

std::vector<std::int64_t> random_walk(std::size_t count, double width, unsigned seed) {
    std::mt19937_64 random(seed);
    std::normal_distribution<double> step(0, width);
    std::vector<std::int64_t> values;
    double at = 100'000;
    for (std::size_t i = 0; i < count; ++i) values.push_back(std::llround(at += step(random)));
    return values;
}

TEST(Bits, ComeBackAsTheyWent) {
    BitWriter out;
    out.bits(0b101, 3);
    out.zeros(70);
    out.bits(1, 1);
    out.bits(~0ULL, 64);
    out.bits(5, 57);
    auto const bytes = out.take();
    BitReader in(bytes);
    EXPECT_EQ(in.bits(3), 0b101U);
    EXPECT_EQ(in.zeros(50), 50U);
    EXPECT_EQ(in.zeros(50), 20U);
    EXPECT_EQ(in.bits(64), ~0ULL);
    EXPECT_EQ(in.bits(57), 5U);
    EXPECT_TRUE(in.ok());
    EXPECT_EQ(in.bits(64), 0U);
    EXPECT_FALSE(in.ok());
}

TEST(Integers, AnyColumnComesBack) {
    auto const least = std::numeric_limits<std::int64_t>::min();
    auto const most = std::numeric_limits<std::int64_t>::max();
    for (auto const& values : std::vector<std::vector<std::int64_t>>{{},
                                                                     {0},
                                                                     {7},
                                                                     {least},
                                                                     {most, least},
                                                                     {least, most, 0, most, least, -1, 1},
                                                                     std::vector<std::int64_t>(5000, -3)})
        EXPECT_EQ(round_trip(values), values);
    std::mt19937_64 random(7);
    for (int round = 0; round < 300; ++round) {
        std::vector<std::int64_t> values(random() % 1500);
        auto const shift = random() % 64;
        for (auto& value : values) value = static_cast<std::int64_t>(random() >> shift) * (random() % 2 == 0 ? 1 : -1);
        ASSERT_EQ(round_trip(values), values) << "round " << round;
    }
}

TEST(Integers, APartIsReadFromTheNearestEntry) {
    auto const values = random_walk(3000, 8, 3);
    auto const bytes = encode_integers(values);
    auto const column = IntegerColumn::open(bytes, values.size()).value();
    std::mt19937_64 random(11);
    for (int round = 0; round < 500; ++round) {
        auto const from = random() % values.size();
        auto const to = from + random() % (values.size() - from + 1);
        std::vector<std::int64_t> part(to - from);
        ASSERT_TRUE(column.read(from, to, part.data()).has_value());
        ASSERT_TRUE(std::equal(part.begin(), part.end(), values.begin() + static_cast<std::ptrdiff_t>(from)));
    }
}

TEST(Integers, CostWhatTheirNoiseCosts) {
    // Steps of deviation s hold log2(s * sqrt(2 pi e)) bits each: 5.05 for 8. Rice codes, with places to begin reading
    // at, come within 6 % of it.
    EXPECT_THAT(static_cast<double>(encode_integers(random_walk(43'200, 8, 5)).size()) * 8 / 43'200, Lt(5.36));
    EXPECT_THAT(encode_integers(std::vector<std::int64_t>(43'200, 12)).size(), Lt(1100U));
}

TEST(Times, ASteadyBeatCostsNothing) {
    std::vector<std::int64_t> times;
    for (int i = 0; i < 43'200; ++i) times.push_back(1'483'200'000'000'000 + i * std::int64_t{60'000'000});
    auto const bytes = encode_times(times);
    EXPECT_THAT(bytes.size(), Lt(20U));
    EXPECT_EQ(TimeColumn::open(bytes, times.size()).value().read_all().value(), times);
}

TEST(Times, GapsAndClocksOffTheBeatComeBack) {
    std::mt19937_64 random(13);
    for (int round = 0; round < 200; ++round) {
        std::vector<std::int64_t> times;
        std::int64_t at = static_cast<std::int64_t>(random() % 2'000'000'000) * 1'000'000;
        auto const count = 1 + random() % 2000;
        auto const step = static_cast<std::int64_t>(1 + random() % 3600) * 1'000'000;
        for (std::size_t i = 0; i < count; ++i) {
            auto const kind = random() % 100;
            at += kind == 0 ? step * static_cast<std::int64_t>(random() % 50) : step;
            times.push_back(kind < 3 ? at + static_cast<std::int64_t>(random() % 900'000) : at);
        }
        std::sort(times.begin(), times.end());
        auto const bytes = encode_times(times);
        auto const column = TimeColumn::open(bytes, times.size()).value();
        ASSERT_EQ(column.read_all().value(), times) << "round " << round;
        for (int probe = 0; probe < 20; ++probe) {
            auto const wanted = times[random() % times.size()] + static_cast<std::int64_t>(random() % 3) - 1;
            auto const expected = std::lower_bound(times.begin(), times.end(), wanted) - times.begin();
            ASSERT_EQ(column.lower_bound(wanted).value(), static_cast<std::size_t>(expected));
        }
        auto const from = random() % times.size();
        std::vector<std::int64_t> part(times.size() - from);
        ASSERT_TRUE(column.read(from, times.size(), part.data()).has_value());
        ASSERT_TRUE(std::equal(part.begin(), part.end(), times.begin() + static_cast<std::ptrdiff_t>(from)));
    }
}

TEST(Times, WithoutABeatAreIntegers) {
    std::mt19937_64 random(17);
    std::vector<std::int64_t> times{std::numeric_limits<std::int64_t>::min(), -1, 0, 1};
    for (int i = 0; i < 1000; ++i) times.push_back(static_cast<std::int64_t>(random() >> 3));
    std::sort(times.begin(), times.end());
    auto const bytes = encode_times(times);
    EXPECT_EQ(TimeColumn::open(bytes, times.size()).value().read_all().value(), times);
}

/// Equal to the last bit: NaN is NaN, and -0.0 is not 0.0.
std::vector<std::uint64_t> bits_of(std::vector<double> const& values) {
    std::vector<std::uint64_t> bits;
    for (auto const value : values) bits.push_back(std::bit_cast<std::uint64_t>(value));
    return bits;
}

TEST(Numbers, DecimalsAreExact) {
    EXPECT_EQ(decimal(12.345, 3), 12345);
    EXPECT_EQ(decimal(12.345, 2), std::nullopt);
    EXPECT_EQ(decimal(0.1 + 0.2, 15), std::nullopt);
    EXPECT_EQ(decimal(-0.0, 0), std::nullopt);
    EXPECT_EQ(decimal(std::nan(""), 3), std::nullopt);
    EXPECT_EQ(decimal(std::numeric_limits<double>::infinity(), 3), std::nullopt);
    EXPECT_EQ(decimal(1e300, 0), std::nullopt);
    EXPECT_EQ(from_decimal(12345, 3), 12.345);
}

TEST(Numbers, AnyColumnComesBackToTheLastBit) {
    std::mt19937_64 random(19);
    std::vector<std::vector<double>> columns{{}, {0.0}, {-0.0}, {std::nan("1"), 1.5, -2.25}};
    std::vector<double> decimals;
    for (auto const whole : random_walk(2000, 5, 23)) decimals.push_back(static_cast<double>(whole) / 1000);
    columns.push_back(decimals);
    decimals[77] = std::numeric_limits<double>::quiet_NaN();
    decimals[1033] = 1e300;
    columns.push_back(decimals);
    std::vector<double> anything(1000);
    for (auto& value : anything) value = std::bit_cast<double>(random());
    columns.push_back(anything);
    for (auto const& values : columns) {
        auto const bytes = encode_numbers(values);
        auto const column = NumberColumn::open(bytes, values.size());
        ASSERT_TRUE(column.has_value());
        EXPECT_EQ(bits_of(column->read_all().value()), bits_of(values));
        if (values.empty()) continue;
        std::vector<double> part(values.size() - values.size() / 3);
        ASSERT_TRUE(column->read(values.size() / 3, values.size(), part.data()).has_value());
        EXPECT_EQ(bits_of(part),
                  bits_of({values.begin() + static_cast<std::ptrdiff_t>(values.size() / 3), values.end()}));
    }
}

TEST(Columns, OfDamagedBytesAreRefusedOrMeanNothing) {
    std::mt19937_64 random(29);
    auto const whole = encode_integers(random_walk(1500, 8, 31));
    std::vector<double> values;
    for (auto const value : random_walk(1500, 8, 37)) values.push_back(static_cast<double>(value) / 100);
    auto const numbers = encode_numbers(values);
    auto const times = encode_times(random_walk(1500, 0.3, 41));
    for (int round = 0; round < 3000; ++round) {
        for (auto const& original : {whole, numbers, times}) {
            auto bytes = original;
            for (auto i = random() % 4; i > 0; --i) bytes[random() % bytes.size()] = static_cast<char>(random());
            bytes.resize(bytes.size() - random() % 9);
            auto const count = random() % 3 == 0 ? random() % 1'000'000 : 1500;
            if (auto const column = IntegerColumn::open(bytes, count)) (void)column->read_all();
            if (auto const column = NumberColumn::open(bytes, count)) (void)column->read_all();
            if (auto const column = TimeColumn::open(bytes, count)) (void)column->lower_bound(1'500'000);
        }
    }
}

}  // namespace
}  // namespace kunyu::archive
