#include "quality/rows_world.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace kunyu::quality {
namespace {

using base::Day;

constexpr double infinite = std::numeric_limits<double>::infinity();

TEST(Flags, ByPrecedence) {
    std::vector<Flag> const rising{Flag::missing, Flag::not_evaluated, Flag::good, Flag::suspect, Flag::bad};
    for (std::size_t a = 0; a < rising.size(); ++a)
        for (std::size_t b = 0; b < rising.size(); ++b) EXPECT_EQ(worse(rising[a], rising[b]), rising[std::max(a, b)]);
}

TEST(GrossRange, BoundsBelongToTheRange) {
    QartodRules rules;
    rules.gross_range = GrossRange{Range{-5, 60}, Range{0, 40}};
    EXPECT_EQ(flags_of(rules, OwnRows::each_minute({-5.1, -5, -0.1, 0, 40, 40.1, 60, 60.1, absent, infinite})),
              "4331133494");
}

TEST(GrossRange, OneSideMayBeOpen) {
    QartodRules rules;
    rules.gross_range = GrossRange{Range{.min = 0}, std::nullopt};
    EXPECT_EQ(flags_of(rules, OwnRows::each_minute({-0.1, 0, 1e300, infinite})), "4111");
}

TEST(Syntax, TellsWhatIsNoNumberFromWhatIsNotThere) {
    QartodRules rules;
    rules.syntax = true;
    auto rows = OwnRows::each_minute({1, absent, absent, 2});
    EXPECT_EQ(flags_of(rules, rows), "1991");
    rows.kinds = {ResultKind::number, ResultKind::none, ResultKind::other, ResultKind::number};
    EXPECT_EQ(flags_of(rules, rows), "1941");
    EXPECT_EQ(flags_of(rules, OwnRows::each_minute({infinite})), "4");
}

/// Noon of the day in Shanghai.
std::int64_t noon(int year, int month, int day) {
    return base::start_of(Day::of(year, month, day)).plus_seconds(12 * 3600).microseconds;
}

TEST(Climatology, WindowsOfTheYear) {
    QartodRules rules;
    rules.climatology = Climatology{{{Period::month, 6, 8, {}, Range{20, 40}, Range{0, 50}},
                                     {Period::season, 4, 4, {}, Range{-10, 10}, {}},
                                     {Period::day_of_year, 365, 2, {}, Range{-30, -20}, {}}}};
    OwnRows rows;
    struct Case {
        std::int64_t time;
        double value;
        char flag;
    };
    std::string expected;
    for (auto const& [time, value, flag] : std::vector<Case>{{noon(2018, 6, 1), 15, '3'},
                                                             {noon(2018, 6, 1), -1, '4'},
                                                             {noon(2018, 8, 31), 30, '1'},
                                                             {noon(2018, 9, 1), 15, '2'},
                                                             {noon(2018, 9, 1), absent, '9'},
                                                             {noon(2018, 12, 1), 5, '1'},
                                                             {noon(2018, 12, 30), 5, '1'},
                                                             {noon(2018, 12, 31), 5, '3'},
                                                             {noon(2019, 1, 2), -25, '1'},
                                                             {noon(2019, 1, 3), -25, '3'},
                                                             {noon(2019, 2, 28), 0, '1'},
                                                             {noon(2019, 3, 1), 0, '2'}}) {
        rows.times.push_back(time);
        rows.values.push_back(value);
        expected += flag;
    }
    EXPECT_EQ(flags_of(rules, rows), expected);
}

TEST(Climatology, TheDayIsShanghais) {
    QartodRules rules;
    rules.climatology = Climatology{{{Period::month, 6, 6, {}, Range{0, 1}, {}}}};
    auto const june = base::start_of(Day::of(2018, 6, 1)).microseconds;
    OwnRows rows;
    rows.times = {june - 1, june};
    rows.values = {5, 5};
    EXPECT_EQ(flags_of(rules, rows), "23");
}

TEST(Climatology, ByDepthAndTheLastWindowDecides) {
    QartodRules rules;
    rules.climatology = Climatology{
        {{Period::month, 1, 12, {}, Range{0, 30}, {}}, {Period::month, 1, 12, Range{100, 200}, Range{0, 10}, {}}}};
    auto rows = OwnRows::each_minute({20, 20, 20});
    EXPECT_EQ(flags_of(rules, rows), "111") << "no depth is known";
    rows.depths = {50, 100, absent};
    EXPECT_EQ(flags_of(rules, rows), "131");
}

TEST(Location, BoxAndJump) {
    QartodRules rules;
    rules.location = LocationRule{100, 20, 110, 30, 1500};
    auto rows = OwnRows::each_minute({1, 1, 1, 1, 1, 1, 1});
    rows.longitudes = {105, 105.01, 105.03, 111, absent, 105, absent};
    rows.latitudes = {25, 25, 25, 25, absent, absent, absent};
    EXPECT_EQ(flags_of(rules, rows), "1134949") << "0.01 degree is 1008 m there; half a position is wrong";
    rows.longitudes.clear();
    rows.latitudes.clear();
    EXPECT_EQ(flags_of(rules, rows), "9999999");
}

TEST(Location, AJumpIsNotJudgedAfterARowWithoutPosition) {
    QartodRules rules;
    rules.location = LocationRule{.longest_step = 10};
    auto rows = OwnRows::each_minute({1, 1, 1, 1});
    rows.longitudes = {105, absent, 106, 106};
    rows.latitudes = {25, absent, 25, 25};
    EXPECT_EQ(flags_of(rules, rows), "1911");
}

TEST(TimeGap, LateAheadAndAfterAGap) {
    QartodRules rules;
    rules.time_gap = TimeGap{60, 600, 3600, 2.0, 5.0};
    auto const cadence = each_minute();
    GapRule const gaps(cadence, rules.longest_gap_cadences);
    auto rows = OwnRows::at_seconds({0, 60, 180, 301, 601, 902}, {1, 1, 1, 1, 1, 1});
    EXPECT_EQ(flags_of(rules, rows, gaps), "211334") << "two cadences are no gap; the first has none before it";
    rows.received = rows.times;
    rows.received[0] += 600 * second;
    rows.received[1] += 601 * second;
    rows.received[2] += 3601 * second;
    rows.received[3] -= 60 * second;
    rows.received[4] -= 61 * second;
    EXPECT_EQ(flags_of(rules, rows, gaps), "134344");
    EXPECT_EQ(flags_of(rules, rows), "134141") << "no cadence is known";
}

TEST(TimeGap, OfAStreamAtAMoment) {
    TimeGap const rule{{}, {}, {}, 2.0, 5.0};
    auto const cadence = each_minute();
    GapRule const gaps(cadence, 3);
    EXPECT_EQ(arrival_flag(rule, gaps, {0}, {120 * second}), Flag::good);
    EXPECT_EQ(arrival_flag(rule, gaps, {0}, {120 * second + 1}), Flag::suspect);
    EXPECT_EQ(arrival_flag(rule, gaps, {0}, {301 * second}), Flag::bad);
    EXPECT_EQ(arrival_flag(rule, {}, {0}, {301 * second}), Flag::not_evaluated);
}

TEST(Rows, OfUnequalLengthAreTheCallersMistake) {
    auto rows = OwnRows::each_minute({1, 2});
    rows.depths = {1};
    EXPECT_THROW(evaluate({}, rows.view(), {}), std::invalid_argument);
}

}  // namespace
}  // namespace kunyu::quality
