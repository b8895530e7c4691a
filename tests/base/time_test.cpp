#include "base/time.hpp"

#include <gtest/gtest.h>

namespace kunyu::base {
namespace {

TEST(Day, ReadsOnlyDaysOfTheCalendar) {
    EXPECT_EQ(parse_day("1970-01-01"), Day{0});
    EXPECT_EQ(to_string(*parse_day("2016-02-29")), "2016-02-29");
    for (auto const* wrong : {"2017-02-30", "2017-2-3", "20170203", "2017-13-01", "2017-00-10", "0999-01-01",
                              "2017-02-3x", "", "+017-02-03", " 2017-02-03", "2017-02-03 "})
        EXPECT_FALSE(parse_day(wrong)) << wrong;
}

TEST(Day, MonthsKeepTheDayOrTakeTheLast) {
    EXPECT_EQ(Day::of(2016, 1, 31).plus_months(1), Day::of(2016, 2, 29));
    EXPECT_EQ(Day::of(2016, 12, 15).plus_months(1), Day::of(2017, 1, 15));
    EXPECT_EQ(Day::of(2017, 3, 31).plus_months(-1), Day::of(2017, 2, 28));
}

TEST(Day, BeginsAtShanghaiMidnightWhateverTheServersZone) {
    auto const before = parse_instant("2018-06-29T15:59:59.999999Z"), at = parse_instant("2018-06-29T16:00:00Z");
    EXPECT_EQ(to_string(day_of(*before)), "2018-06-29");
    EXPECT_EQ(to_string(day_of(*at)), "2018-06-30");
    EXPECT_EQ(start_of(Day::of(2018, 6, 30)), *at);
    EXPECT_EQ(to_string(day_of({-1})), "1970-01-01");
}

TEST(Instant, ReadsOffsetsAndFractions) {
    EXPECT_EQ(parse_instant("2018-06-30T00:00:00+08:00"), parse_instant("2018-06-29T16:00:00Z"));
    EXPECT_EQ(parse_instant("1970-01-01T00:00:00.0000019Z"), Instant{1});
    EXPECT_EQ(to_string(Instant{1}), "1970-01-01T00:00:00.000001Z");
    for (auto const* wrong : {"2018-06-30T24:00:00Z", "2018-06-30T00:00:00", "2018-06-30 00:00:00Z",
                              "2018-06-30T00:00:00.Z", "2018-06-30T00:00:00+8:00", "2018-06-30T00:00:00.1234567891Z"})
        EXPECT_FALSE(parse_instant(wrong)) << wrong;
}

TEST(Instant, IsWrittenWithMicrosecondsInUtc) {
    EXPECT_EQ(to_string(Instant{-1}), "1969-12-31T23:59:59.999999Z");
    EXPECT_EQ(to_string(Instant{253'402'300'799'999'999}), "9999-12-31T23:59:59.999999Z");
    EXPECT_EQ(to_string(Instant{253'402'300'800'000'000}), "10000-01-01T00:00:00.000000Z");
    EXPECT_EQ(to_string(Instant{-62'167'219'200'000'000}), "0000-01-01T00:00:00.000000Z");
    EXPECT_EQ(to_string(Instant{-62'167'219'200'000'001}), "-001-12-31T23:59:59.999999Z");
    // A step that meets every month, hour, minute and second.
    for (std::int64_t at = -2'000'000'000'000'000; at < 253'402'300'800'000'000; at += 11'111'111'111'111)
        ASSERT_EQ(parse_instant(to_string(Instant{at})), Instant{at}) << at;
}

TEST(Interval, IsHalfOpen) {
    Interval const year{Day::of(2018, 1, 1), Day::of(2019, 1, 1)};
    EXPECT_TRUE(year.contains(Day::of(2018, 1, 1)));
    EXPECT_FALSE(year.contains(Day::of(2019, 1, 1)));
    EXPECT_TRUE(Interval{}.contains(Day{0}));
}

}  // namespace
}  // namespace kunyu::base
