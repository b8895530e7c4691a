#include "programme/known.hpp"

#include "programme/plan_store.hpp"

#include <gtest/gtest.h>

namespace kunyu::programme {
namespace {

base::Day day(std::string_view text) {
    return *base::parse_day(text);
}
base::Instant noon(std::string_view text) {
    return base::start_of(day(text)).plus_seconds(12 * 3600);
}
KnownAct said(std::string_view on, std::int64_t source, std::int64_t rank, std::int64_t value) {
    return {noon(on), source, rank, value};
}
KnownAct taken_back(std::string_view on, std::int64_t source) {
    return {noon(on), source, 0, std::nullopt};
}

TEST(KnownSpans, TheLatestCycleCountsWheneverItCame) {
    auto const spans =
        known_spans({said("2018-04-05", 1, 100, 20), said("2018-07-05", 2, 200, 50), said("2018-08-01", 3, 50, 10)});
    ASSERT_EQ(spans.size(), 2U);
    EXPECT_EQ(spans[0], (KnownSpan{day("2018-04-05"), day("2018-07-05"), 1, 100, 20}));
    EXPECT_EQ(spans[1], (KnownSpan{day("2018-07-05"), open_end, 2, 200, 50}));
}

TEST(KnownSpans, WhatIsTakenBackGivesWayToWhatStoodBefore) {
    auto const spans = known_spans({said("2018-04-05", 1, 100, 20), said("2018-07-05", 2, 200, 50),
                                    taken_back("2018-07-09", 2), said("2018-07-12", 2, 200, 40)});
    ASSERT_EQ(spans.size(), 4U);
    EXPECT_EQ(spans[2], (KnownSpan{day("2018-07-09"), day("2018-07-12"), 1, 100, 20}));
    EXPECT_EQ(spans[3].value, 40);
}

TEST(KnownSpans, ADayIsKnownByItsEnd) {
    EXPECT_TRUE(known_spans({said("2018-04-05", 1, 1, 20), taken_back("2018-04-05", 1)}).empty());
    auto const spans = known_spans({said("2018-04-05", 1, 1, 20), taken_back("2018-04-06", 1)});
    ASSERT_EQ(spans.size(), 1U);
    EXPECT_EQ(spans[0].known_to, day("2018-04-06"));
    EXPECT_TRUE(known_spans({}).empty());
}

TEST(KnownSpans, MidnightIsThatOfShanghai) {
    auto const before = base::parse_instant("2018-04-10T15:59:59Z").value();
    auto const after = base::parse_instant("2018-04-10T16:00:00Z").value();
    EXPECT_EQ(known_spans({{before, 1, 1, 20}})[0].known_from, day("2018-04-10"));
    EXPECT_EQ(known_spans({{after, 1, 1, 20}})[0].known_from, day("2018-04-11"));
}

/// What was known on a day stays, whatever is said afterwards.
TEST(KnownSpans, LaterActsLeaveEarlierDaysAlone) {
    std::vector<KnownAct> const acts{said("2018-04-05", 1, 100, 20), said("2018-07-05", 2, 200, 50),
                                     taken_back("2018-07-09", 2),    said("2018-07-12", 2, 200, 40),
                                     said("2018-08-01", 3, 150, 90), taken_back("2018-08-02", 1)};
    auto const at = [](std::vector<KnownSpan> const& spans, base::Day on) {
        for (auto const& span : spans)
            if (span.known_from <= on && on < span.known_to) return span.value;
        return std::int64_t{-1};
    };
    auto const whole = known_spans(acts);
    for (std::size_t n = 1; n <= acts.size(); ++n) {
        auto const part = known_spans({acts.begin(), acts.begin() + static_cast<std::ptrdiff_t>(n)});
        for (auto on = day("2018-04-01"); on <= base::day_of(acts[n - 1].at); on = on.plus_days(1)) {
            bool const settled = n == acts.size() || on < base::day_of(acts[n].at);
            if (settled) {
                EXPECT_EQ(at(part, on), at(whole, on)) << n << " " << base::to_string(on);
            }
        }
    }
}

TEST(Joined, SpansOfDifferentSourcesThatTouchAreOne) {
    auto const spans = joined({{day("2018-04-05"), day("2018-04-09"), 1, 0, 1},
                               {day("2018-04-09"), day("2018-05-01"), 2, 0, 1},
                               {day("2018-06-01"), open_end, 2, 0, 1}});
    ASSERT_EQ(spans.size(), 2U);
    EXPECT_EQ(spans[0].known_to, day("2018-05-01"));
    EXPECT_EQ(spans[1].known_from, day("2018-06-01"));
}

std::vector<PlannedPoint> quarters(int year, std::int64_t one, std::int64_t two, std::int64_t three,
                                   std::int64_t four) {
    return {{base::Day::of(year, 3, 31), one},
            {base::Day::of(year, 6, 30), two},
            {base::Day::of(year, 9, 30), three},
            {base::Day::of(year, 12, 31), four}};
}

std::int64_t planned_at(std::vector<PlannedSpan> const& spans, std::string_view on, std::string_view known) {
    std::int64_t found = -1;
    for (auto const& span : spans)
        if (span.valid_from <= day(on) && day(on) < span.valid_to && span.known_from <= day(known) &&
            day(known) < span.known_to)
            found = span.percent;
    return found;
}

TEST(PlannedSpans, ACycleCountsFromTheDayAfterIt) {
    auto const spans = planned_spans({{day("2018-01-15"), 2018, quarters(2018, 10, 20, 30, 40)}});
    struct Row {
        char const* on;
        std::int64_t percent;
    };
    for (auto const& row : {Row{"2018-03-31", -1}, Row{"2018-04-01", 10}, Row{"2018-06-30", 10}, Row{"2018-07-01", 20},
                            Row{"2018-12-31", 30}, Row{"2019-01-01", 40}, Row{"2025-01-01", 40}})
        EXPECT_EQ(planned_at(spans, row.on, "2018-02-01"), row.percent) << row.on;
    EXPECT_EQ(planned_at(spans, "2018-04-01", "2018-01-14"), -1) << "not known before its acceptance";
}

TEST(PlannedSpans, ARevisionCountsFromTheDayItIsAccepted) {
    auto const spans = planned_spans({{day("2018-01-15"), 2018, quarters(2018, 10, 20, 30, 40)},
                                      {day("2018-08-01"), 2018, quarters(2018, 10, 15, 25, 40)}});
    EXPECT_EQ(planned_at(spans, "2018-07-31", "2018-07-31"), 20);
    EXPECT_EQ(planned_at(spans, "2018-08-01", "2018-08-01"), 15);
    EXPECT_EQ(planned_at(spans, "2018-04-01", "2018-08-01"), 10);
}

TEST(PlannedSpans, OnOneDayTheLastAcceptanceCounts) {
    auto const spans = planned_spans({{day("2018-01-15"), 2018, quarters(2018, 10, 20, 30, 40)},
                                      {day("2018-01-15"), 2018, quarters(2018, 12, 20, 30, 40)}});
    EXPECT_EQ(spans.size(), 4U);
    EXPECT_EQ(planned_at(spans, "2018-04-01", "2018-02-01"), 12);
}

TEST(PlannedSpans, TheNextYearTakesOverWhenItsFirstCycleEnds) {
    auto const spans = planned_spans({{day("2018-01-15"), 2018, quarters(2018, 10, 20, 30, 40)},
                                      {day("2019-02-01"), 2019, quarters(2019, 50, 60, 70, 80)}});
    EXPECT_EQ(planned_at(spans, "2019-03-31", "2019-03-31"), 40);
    EXPECT_EQ(planned_at(spans, "2019-04-01", "2019-04-01"), 50);
    EXPECT_EQ(planned_at(spans, "2019-04-01", "2019-01-31"), 40) << "the year's plan was not known yet";
}

TEST(PlannedSpans, ATaskThatARevisionDropsHasNoFiguresFromThatDayOn) {
    auto const spans =
        planned_spans({{day("2018-01-15"), 2018, quarters(2018, 10, 20, 30, 40)}, {day("2018-05-01"), 2018, {}}});
    EXPECT_EQ(planned_at(spans, "2018-04-20", "2018-04-20"), 10);
    EXPECT_EQ(planned_at(spans, "2018-05-01", "2018-05-01"), -1);
}

}  // namespace
}  // namespace kunyu::programme
