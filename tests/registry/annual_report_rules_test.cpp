#include "registry/annual_report_rules.hpp"

#include <gtest/gtest.h>

#include <map>

namespace kunyu::registry {
namespace {

base::Day day(std::string_view text) {
    return *base::parse_day(text);
}

TEST(AnnualReportDue, ComesFromTheRuleOrIsUnknown) {
    EXPECT_EQ(report_due(2017, "03-31"), day("2018-03-31"));
    EXPECT_EQ(report_due(2019, "02-29"), day("2020-02-29"));
    EXPECT_EQ(report_due(2017, "02-29"), std::nullopt);
    EXPECT_EQ(report_due(2017, "soon"), std::nullopt);
    EXPECT_EQ(report_due(2017, std::nullopt), std::nullopt);
}

TEST(AnnualReportStanding, FollowsFromStateAndClock) {
    struct Row {
        std::optional<ReportState> state;
        ReportStanding before;
        ReportStanding after;
    };
    auto const due = day("2018-03-31");
    for (auto const& row : {Row{std::nullopt, ReportStanding::due, ReportStanding::missing},
                            Row{ReportState::draft, ReportStanding::draft, ReportStanding::late},
                            Row{ReportState::returned, ReportStanding::returned, ReportStanding::late},
                            Row{ReportState::submitted, ReportStanding::submitted, ReportStanding::submitted},
                            Row{ReportState::accepted, ReportStanding::accepted, ReportStanding::accepted}}) {
        EXPECT_EQ(standing_of(row.state, due, due), row.before);
        EXPECT_EQ(standing_of(row.state, due, due.plus_days(1)), row.after);
        EXPECT_EQ(standing_of(row.state, std::nullopt, day("2030-01-01")), row.before) << "an unknown day never passes";
    }
}

TEST(AnnualReportStanding, LateIsWhatCameOrIsAfterItsDay) {
    auto const due = day("2018-03-31");
    EXPECT_FALSE(is_late(due, due, day("2019-01-01")));
    EXPECT_TRUE(is_late(day("2018-04-01"), due, day("2018-04-01")));
    EXPECT_TRUE(is_late(std::nullopt, due, day("2018-04-01")));
    EXPECT_FALSE(is_late(std::nullopt, due, due));
    EXPECT_FALSE(is_late(day("2018-04-01"), std::nullopt, day("2018-04-01")));
}

TEST(AnnualReportMachine, EveryCellIsAsDrawn) {
    using RState = ReportState;
    using RStep = ReportStep;
    std::map<std::pair<RState, RStep>, RState> const expected{
        {{RState::draft, RStep::submit}, RState::submitted},
        {{RState::returned, RStep::submit}, RState::submitted},
        {{RState::submitted, RStep::give_back}, RState::returned},
        {{RState::submitted, RStep::accept}, RState::accepted},
        {{RState::accepted, RStep::rank}, RState::accepted},
        {{RState::accepted, RStep::give_back}, RState::returned},
    };
    for (auto const state : {RState::draft, RState::submitted, RState::returned, RState::accepted})
        for (auto const step : {RStep::submit, RStep::give_back, RStep::accept, RStep::rank}) {
            ReportStepInput input;
            input.step = step;
            input.reason = "x";
            input.rank = 1;
            auto const row = check_report_step(state, input, true);
            auto const cell = expected.find({state, step});
            ASSERT_EQ(row.has_value(), cell != expected.end()) << to_string(state) << " " << to_string(step);
            if (row.has_value()) {
                EXPECT_EQ((*row)->to, cell->second);
            }
        }
}

TEST(AnnualReportMachine, StepsSayWhatTheyNeed) {
    auto const fault = [](ReportState state, ReportStepInput const& input, bool content) {
        auto const row = check_report_step(state, input, content);
        return row.has_error() && !row.error().fields.empty() ? row.error().fields.front().path : std::string{};
    };
    EXPECT_EQ(fault(ReportState::draft, {ReportStep::submit, "", {}, {}}, false), "/summary");
    EXPECT_EQ(fault(ReportState::submitted, {ReportStep::give_back, "", {}, {}}, true), "/reason");
    EXPECT_EQ(fault(ReportState::accepted, {ReportStep::rank, "", {}, {}}, true), "/rank");
    EXPECT_EQ(fault(ReportState::accepted, {ReportStep::rank, "", {}, true}, true), "");
}

TEST(AnnualReportMachine, WordsGoBothWays) {
    EXPECT_EQ(parse_report_step("return"), ReportStep::give_back);
    EXPECT_EQ(parse_report_state("returned"), ReportState::returned);
    EXPECT_EQ(parse_report_standing("missing"), ReportStanding::missing);
    EXPECT_FALSE(parse_report_standing("lost"));
}

}  // namespace
}  // namespace kunyu::registry
