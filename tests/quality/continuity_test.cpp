#include "quality/continuity.hpp"

#include <gtest/gtest.h>

#include <random>

namespace kunyu::quality {
namespace {

using base::Day;
using base::Instant;

constexpr std::int64_t second = 1'000'000;

Instant at(std::int64_t seconds) {
    return {seconds * second};
}

std::vector<std::int64_t> times(std::vector<std::int64_t> seconds) {
    for (auto& one : seconds) one *= second;
    return seconds;
}

Cadence every(std::int64_t seconds, std::int64_t from = 0) {
    return *Cadence::of({{at(from), std::nullopt, seconds * second}});
}

TEST(Share, IsCutAndNeverAboveTheWhole) {
    struct Case {
        Share share;
        std::optional<int> per_mille;
    };
    for (auto const& [share, per_mille] : std::vector<Case>{{{0, 0}, std::nullopt},
                                                            {{0, 5}, std::nullopt},
                                                            {{3, 2}, 666},
                                                            {{3, 3}, 1000},
                                                            {{1001, 1000}, 999},
                                                            {{10, 12}, 1000},
                                                            {{10, -1}, 0}})
        EXPECT_EQ(share.per_mille(), per_mille) << share.expected << " " << share.received;
}

TEST(Completeness, CountsAMomentOnce) {
    auto const share = completeness(every(10), {at(0), at(100)}, times({0, 1, 2, 9, 11, 30}));
    EXPECT_EQ(share, (Share{10, 3})) << "0, 10 (twice) and 30";
}

TEST(Completeness, OfTheWindowsEdges) {
    auto const share = completeness(every(10), {at(0), at(20)}, times({-4, 12, 16}));
    EXPECT_EQ(share, (Share{2, 2})) << "-4 stands for 0; 16 for 20, which is outside";
}

TEST(Completeness, OfCountsIsCappedPerWindow) {
    std::vector<WindowCount> const counts{{{at(0), at(100)}, 25}, {{at(100), at(200)}, 4}};
    EXPECT_EQ(completeness(every(10), counts), (Share{20, 14}));
}

TEST(Gaps, AreAsLongAsCanBe) {
    Window const window{at(0), at(100)};
    auto const found = gaps(every(10), window, times({20, 30, 60}));
    EXPECT_EQ(found,
              (std::vector<Gap>{{at(0), at(20), 2, false}, {at(40), at(60), 2, false}, {at(70), at(100), 3, true}}));
    EXPECT_EQ(gaps(every(10), window, {}), (std::vector<Gap>{{at(0), at(100), 10, true}}));
    EXPECT_TRUE(gaps(every(10), window, times({0, 10, 24, 26, 40, 50, 60, 70, 80, 90})).empty())
        << "within half a cadence of each";
}

TEST(Gaps, OverAChangeOfCadenceAndAPause) {
    auto const cadence = *Cadence::of({{at(0), at(50), 10 * second}, {at(200), at(260), 30 * second}});
    auto const found = gaps(cadence, {at(0), at(1000)}, times({0, 10, 20, 200}));
    EXPECT_EQ(found, (std::vector<Gap>{{at(30), at(200), 2, false}, {at(230), at(260), 1, true}}))
        << "the pause belongs to the gap; after the programme's end nothing is missing";
}

TEST(Expected, ByDayAndMonthOfShanghai) {
    auto const from = base::start_of(Day::of(2018, 1, 30));
    auto const hourly = *Cadence::of({{from.plus_seconds(6 * 3600), std::nullopt, 3600 * second}});
    auto const days = expected_by_day(hourly, Day::of(2018, 1, 29), Day::of(2018, 2, 1));
    EXPECT_EQ(days, (std::vector<ExpectedOn>{{Day::of(2018, 1, 29), Day::of(2018, 1, 30), 0},
                                             {Day::of(2018, 1, 30), Day::of(2018, 1, 31), 18},
                                             {Day::of(2018, 1, 31), Day::of(2018, 2, 1), 24}}));
    auto const months = expected_by_month(hourly, Day::of(2018, 1, 15), Day::of(2018, 3, 2));
    EXPECT_EQ(months, (std::vector<ExpectedOn>{{Day::of(2018, 1, 15), Day::of(2018, 2, 1), 42},
                                               {Day::of(2018, 2, 1), Day::of(2018, 3, 1), 28 * 24},
                                               {Day::of(2018, 3, 1), Day::of(2018, 3, 2), 24}}));
}

TEST(OnlineRate, CountsPartsInWhichAnythingCameIn) {
    auto const cadence = *Cadence::of({{at(0), at(350), 10 * second}});
    EXPECT_EQ(online_rate(cadence, {at(0), at(1000)}, 100 * second, times({5, 6, 210, 900})), (Share{4, 2}))
        << "nothing is expected after 350";
    EXPECT_EQ(online_rate(cadence, {at(0), at(1000)}, 100 * second, {}), (Share{4, 0}));
}

TEST(TransmissionRate, CountsWhatCameInTime) {
    std::vector<Arrival> const arrivals{{at(0).microseconds, at(5).microseconds},
                                        {at(10).microseconds, at(41).microseconds},
                                        {at(20).microseconds, at(18).microseconds},
                                        {at(30).microseconds, at(60).microseconds},
                                        {at(30).microseconds, at(61).microseconds}};
    Window const window{at(0), at(100)};
    EXPECT_EQ(transmission_rate(every(10), window, 30 * second, at(1000), arrivals), (Share{10, 3}));
    EXPECT_EQ(transmission_rate(every(10), window, 30 * second, at(70), arrivals), (Share{4, 3}))
        << "40 may still come in time";
}

TEST(Figures, AddUpByNumbersNotByRates) {
    ContinuityFigures network{{1000, 1000}, {10, 10}, {1000, 900}};
    network += {{10, 0}, {10, 0}, {10, 0}};
    EXPECT_EQ(network.complete.per_mille(), 990) << "not the mean of 1000 and 0";
    EXPECT_EQ(network.online, (Share{20, 10}));
    EXPECT_EQ(network.transmitted, (Share{1010, 900}));
}

TEST(Gaps, AndFilledMomentsMakeUpTheExpected) {
    std::mt19937 random(11);
    auto const number = [&](int low, int high) { return std::uniform_int_distribution(low, high)(random); };
    for (int round = 0; round < 300; ++round) {
        int const change = number(50, 300);
        auto const cadence = *Cadence::of({{at(0), at(change), number(1, 20) * second},
                                           {at(change + number(0, 30)), std::nullopt, number(1, 20) * second}});
        std::vector<std::int64_t> given;
        for (std::int64_t t = -20; t < 520; t += number(1, 40)) given.push_back(at(t).microseconds);
        Window const window{at(number(-20, 100)), at(number(100, 500))};
        std::int64_t missing = 0;
        std::optional<Instant> end;
        for (auto const& gap : gaps(cadence, window, given)) {
            missing += gap.missing;
            ASSERT_LT(gap.from, gap.to);
            ASSERT_EQ(cadence.expected(gap.from, gap.to), gap.missing);
            if (end) {
                ASSERT_LT(*end, gap.from) << "an observation lies between two gaps";
            }
            end = gap.to;
        }
        auto const share = completeness(cadence, window, given);
        ASSERT_EQ(share.received + missing, share.expected);
    }
}

}  // namespace
}  // namespace kunyu::quality
