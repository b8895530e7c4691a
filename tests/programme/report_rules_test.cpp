#include "programme/report_rules.hpp"

#include "programme/work.hpp"

#include <gtest/gtest.h>

#include <map>
#include <utility>

namespace kunyu::programme {
namespace {

base::Day day(std::string_view text) {
    return *base::parse_day(text);
}

Plan plan() {
    Plan plan;
    plan.issued = day("2017-11-06");
    plan.period_end = day("2020-12-31");
    return plan;
}

std::string code(base::Result<void> const& result) {
    if (result.has_value()) return "";
    auto const& refusal = result.error();
    return refusal.fields.empty() ? refusal.code : refusal.fields.front().path + " " + refusal.fields.front().code;
}

TEST(ReportWindow, RunsFromTheIssueToTheEndOfThePeriod) {
    auto const window = report_window(plan(), {2018, 1}).value();
    EXPECT_EQ(window.begins, day("2018-01-01"));
    EXPECT_EQ(window.ends, day("2018-03-31"));
    EXPECT_EQ(window.due, day("2018-04-10"));
    EXPECT_EQ(window.closes, day("2018-05-15"));
    EXPECT_TRUE(report_window(plan(), {2017, 4}).has_value());
    EXPECT_TRUE(report_window(plan(), {2020, 4}).has_value());
    for (auto const cycle : {Cycle{2017, 3}, Cycle{2021, 1}, Cycle{2018, 5}, Cycle{2018, 0}})
        EXPECT_TRUE(report_window(plan(), cycle).has_error()) << cycle.year << " " << cycle.index;
}

TEST(ReportWindow, IsOpenFromTheFirstDayToTheClosingDay) {
    auto const window = report_window(plan(), {2018, 1}).value();
    struct Row {
        char const* today;
        bool returned;
        char const* refusal;
    };
    for (auto const& row : {Row{"2017-12-31", false, "supervision.cycle_not_begun"}, Row{"2018-01-01", false, ""},
                            Row{"2018-05-15", false, ""}, Row{"2018-05-16", false, "supervision.cycle_closed"},
                            Row{"2018-05-16", true, ""}, Row{"2017-12-31", true, "supervision.cycle_not_begun"}})
        EXPECT_EQ(code(check_window(window, day(row.today), row.returned)), row.refusal) << row.today;
}

TEST(ReportContent, SaysWhatItNeeds) {
    struct Row {
        std::optional<std::int64_t> percent;
        std::optional<std::string> progress;
        std::optional<std::string> fall_reason;
        std::optional<std::int64_t> last;
        char const* refusal;
    };
    for (auto const& row :
         {Row{0, "x", {}, {}, ""}, Row{100, "x", {}, {}, ""},
          Row{101, "x", {}, {}, "/percent supervision.percent_out_of_range"},
          Row{-1, "x", {}, {}, "/percent supervision.percent_out_of_range"},
          Row{{}, "x", {}, {}, "/percent base.required"}, Row{50, {}, {}, {}, "/progress base.required"},
          Row{50, "x", {}, 50, ""}, Row{49, "x", "重新测算", 50, ""},
          Row{49, "x", {}, 50, "/fall_reason supervision.fall_needs_reason"}})
        EXPECT_EQ(code(check_content({row.percent, row.progress, row.fall_reason}, row.last)), row.refusal);
}

TEST(WorkMachines, EveryCellIsAsDrawn) {
    using S = WorkState;
    using T = WorkStep;
    std::map<WorkTable const*, std::map<std::pair<S, T>, S>> const expected{
        {&report_transitions(),
         {{{S::draft, T::submit}, S::submitted},
          {{S::returned, T::submit}, S::submitted},
          {{S::submitted, T::give_back}, S::returned},
          {{S::accepted, T::give_back}, S::returned},
          {{S::submitted, T::accept}, S::accepted}}},
        {&unit_plan_transitions(),
         {{{S::draft, T::submit}, S::submitted},
          {{S::returned, T::submit}, S::submitted},
          {{S::submitted, T::give_back}, S::returned},
          {{S::submitted, T::accept}, S::accepted},
          {{S::accepted, T::revise}, S::draft}}},
        {&evidence_transitions(),
         {{{S::waiting, T::verify}, S::verified},
          {{S::waiting, T::refuse}, S::refused},
          {{S::waiting, T::withdraw}, S::withdrawn},
          {{S::verified, T::revoke}, S::revoked}}},
        {&extension_transitions(),
         {{{S::waiting, T::approve}, S::approved},
          {{S::waiting, T::refuse}, S::refused},
          {{S::waiting, T::withdraw}, S::withdrawn}}},
        {&slip_transitions(),
         {{{S::issued, T::reply}, S::replied},
          {{S::returned, T::reply}, S::replied},
          {{S::replied, T::give_back}, S::returned},
          {{S::replied, T::close}, S::closed},
          {{S::issued, T::close}, S::closed},
          {{S::returned, T::close}, S::closed}}}};
    for (auto const& entry : expected)
        for (int state = 0; state <= static_cast<int>(S::closed); ++state)
            for (int step = 0; step <= static_cast<int>(T::close); ++step) {
                std::pair const key{static_cast<S>(state), static_cast<T>(step)};
                auto const row = check_step(*entry.first, key.first, key.second, "x");
                auto const cell = entry.second.find(key);
                ASSERT_EQ(row.has_value(), cell != entry.second.end()) << to_string(key.first) << to_string(key.second);
                if (row.has_value()) {
                    EXPECT_EQ((*row)->to, cell->second);
                }
            }
}

TEST(WorkMachines, AReasonIsAskedForWhereSomethingIsRefused) {
    EXPECT_TRUE(check_step(report_transitions(), WorkState::submitted, WorkStep::give_back, "").has_error());
    EXPECT_TRUE(check_step(report_transitions(), WorkState::submitted, WorkStep::accept, "").has_value());
}

TEST(WorkMachines, WordsGoBothWays) {
    EXPECT_EQ(parse_work_step("return"), WorkStep::give_back);
    EXPECT_EQ(parse_work_state("replied"), WorkState::replied);
    EXPECT_EQ(parse_work_state("closed"), WorkState::closed);
    EXPECT_FALSE(parse_work_step("lost"));
}

}  // namespace
}  // namespace kunyu::programme
