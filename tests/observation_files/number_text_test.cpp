#include "observation_files/number_text.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace kunyu::observation_files {
namespace {

double number(std::string_view text, bool comma = false) {
    double value = 0;
    EXPECT_EQ(read_number(text, comma, value), NumberRead::number) << text;
    return value;
}
NumberRead outcome(std::string_view text, bool comma = false) {
    double value = 0;
    return read_number(text, comma, value);
}

TEST(ReadNumber, ReadsDecimals) {
    EXPECT_EQ(number("0.4785"), 0.4785);
    EXPECT_EQ(number("-12"), -12);
    EXPECT_EQ(number("+.5"), 0.5);
    EXPECT_EQ(number("5."), 5);
    EXPECT_EQ(number("1.5e-3"), 0.0015);
    EXPECT_EQ(number("123456789012345678901234567890"), 123456789012345678901234567890.0);
    EXPECT_EQ(number("0,25", true), 0.25);
    EXPECT_EQ(number("-1234567,25", true), -1234567.25);
    EXPECT_EQ(number("12345678901234567,25", true), 12345678901234567.25);
}

TEST(ReadNumber, TellsWhyNot) {
    for (auto const* const text : {"", "-", ".", "abc", "1.2.3", "12 m", "0x10", "+-1", "--1", "1e", "1,5"})
        EXPECT_EQ(outcome(text), NumberRead::not_a_number) << text;
    for (auto const* const text : {"1.5", "1,5,2", "1.500,25"})
        EXPECT_EQ(outcome(text, true), NumberRead::not_a_number) << text;
    for (auto const* const text : {"NaN", "nan", "inf", "-Infinity"})
        EXPECT_EQ(outcome(text), NumberRead::not_finite) << text;
    EXPECT_EQ(outcome("1e999"), NumberRead::out_of_range);
    EXPECT_EQ(outcome(std::string(1000, '9')), NumberRead::not_a_number);
}

/// What is printed with enough digits comes back bit by bit, by the short way and the long one.
TEST(ReadNumber, IsExact) {
    std::mt19937_64 random(7);
    for (int i = 0; i < 100'000; ++i) {
        auto const decimals = static_cast<int>(random() % 9);
        auto const value = static_cast<double>(static_cast<std::int64_t>(random() % 2'000'000'000) - 1'000'000'000) /
                           std::pow(10, decimals);
        ASSERT_EQ(number(fmt::format("{:.{}f}", value, decimals)), value);
        ASSERT_EQ(number(fmt::format("{}", value * 1.1)), value * 1.1);
    }
}

TEST(Scale, DividesByPowersOfTen) {
    EXPECT_EQ(Scale(0.001, 0)(1234), 1.234);
    EXPECT_EQ(Scale(0.1, 0)(3), 0.3);
    EXPECT_EQ(Scale(2, 1)(3), 7);
    EXPECT_EQ(Scale(-1, 0)(3), -3);
    EXPECT_EQ(Scale()(3.3), 3.3);
    for (int i = 0; i < 100'000; ++i) ASSERT_EQ(Scale(0.001, 0)(i), number(fmt::format("{}e-3", i)));
}

}  // namespace
}  // namespace kunyu::observation_files
