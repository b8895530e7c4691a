#include "programme/cycle.hpp"

#include <gtest/gtest.h>

namespace kunyu::programme {
namespace {

using base::Day;
constexpr auto quarterly = CycleKind::quarterly;
constexpr auto monthly = CycleKind::monthly;

TEST(Cycle, HoldsItsFirstAndLastDay) {
    EXPECT_EQ(first_day(quarterly, {2018, 4}), Day::of(2018, 10, 1));
    EXPECT_EQ(last_day(quarterly, {2018, 4}), Day::of(2018, 12, 31));
    EXPECT_EQ(last_day(monthly, {2020, 2}), Day::of(2020, 2, 29));
    for (auto day = Day::of(2017, 11, 6); day < Day::of(2021, 2, 1); day = day.plus_days(1))
        for (auto const kind : {quarterly, monthly}) {
            auto const cycle = cycle_of(kind, day);
            EXPECT_TRUE(first_day(kind, cycle) <= day && day <= last_day(kind, cycle));
            EXPECT_LT(last_day(kind, last_ended(kind, day)), day);
            EXPECT_EQ(next(kind, last_ended(kind, day)), cycle);
        }
}

TEST(Cycle, HasAName) {
    EXPECT_EQ(to_string(quarterly, {2018, 1}), "2018Q1");
    EXPECT_EQ(to_string(monthly, {2018, 3}), "2018-03");
    EXPECT_EQ(parse_cycle(quarterly, "2018Q4"), (Cycle{2018, 4}));
    EXPECT_EQ(parse_cycle(monthly, "2018-12"), (Cycle{2018, 12}));
    for (auto const* wrong : {"", "2018Q5", "2018Q0", "18Q1", "2018-13", "2018Q1 ", "-018Q1", "2018q1"})
        EXPECT_EQ(parse_cycle(quarterly, wrong), std::nullopt) << wrong;
}

TEST(Cycle, ReportsAreDueFromTheIssueOfThePlanToItsEnd) {
    ReportDays const days{10, 45, 7};
    auto const due = [&](Day day) {
        return cycles_due(quarterly, Day::of(2017, 11, 6), Day::of(2020, 12, 31), day, days).size();
    };
    EXPECT_EQ(due(Day::of(2018, 1, 9)), 0U);
    EXPECT_EQ(due(Day::of(2018, 1, 10)), 1U);
    EXPECT_EQ(due(Day::of(2018, 4, 10)), 2U);
    EXPECT_EQ(due(Day::of(2030, 1, 1)), 13U);
    EXPECT_EQ(report_closes(quarterly, {2017, 4}, days), Day::of(2018, 2, 14));
}

}  // namespace
}  // namespace kunyu::programme
