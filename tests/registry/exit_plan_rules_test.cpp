#include "registry/exit_plan_rules.hpp"

#include <gtest/gtest.h>

namespace kunyu::registry {
namespace {

base::Day day(std::string_view text) {
    return *base::parse_day(text);
}

struct Plan {
    std::vector<PlannedLeave> leaves;
    std::vector<LeaveFacts> facts;
    TableFacts table{70, 70, day("2020-12-31")};

    Plan& leave(std::int64_t platform, char const* on, ExitWay way = ExitWay::exit,
                std::optional<std::int64_t> into = std::nullopt) {
        PlannedLeave planned;
        planned.platform = PlatformId{platform};
        planned.on = day(on);
        planned.way = way;
        if (into) planned.into = PlatformId{*into};
        leaves.push_back(planned);
        facts.push_back({true, false, into.has_value()});
        return *this;
    }
    /// "path code" of each fault, or the refusal's code.
    std::string faults() const {
        auto const result = check_plan(leaves, facts, table);
        if (result.has_value()) return "";
        if (result.error().fields.empty()) return result.error().code;
        std::string out;
        for (auto const& field : result.error().fields) out += field.path + " " + field.code + ";";
        return out;
    }
};

TEST(ExitPlanRules, IsSoundWhenAllLeaveByTheTargetDay) {
    EXPECT_EQ(Plan().leave(1, "2018-06-01").leave(2, "2020-12-31", ExitWay::merge, 3).faults(), "");
}

TEST(ExitPlanRules, NamesEveryFault) {
    auto plan = Plan().leave(1, "2018-05-31").leave(2, "2021-01-01").leave(2, "2019-01-01", ExitWay::join);
    plan.facts[0].takes_place = false;
    plan.facts[1].in_another_plan = true;
    EXPECT_EQ(plan.faults(),
              "/exits/0/platform workflow.leave_takes_no_place;"
              "/exits/1/platform workflow.leave_in_another_plan;/exits/1/on workflow.leave_after_target;"
              "/exits/2/into base.required;/exits/2/platform workflow.leave_twice;");
}

TEST(ExitPlanRules, ThePlatformItGoesIntoIsAnotherAndExists) {
    auto plan = Plan().leave(1, "2019-01-01", ExitWay::merge, 1);
    EXPECT_EQ(plan.faults(), "/exits/0/into workflow.leave_into_itself;");
    plan = Plan().leave(1, "2019-01-01", ExitWay::merge, 9);
    plan.facts[0].into_exists = false;
    EXPECT_EQ(plan.faults(), "/exits/0/into registry.unknown_platform;");
}

TEST(ExitPlanRules, MustRestoreTheNumberOfTheTable) {
    auto plan = Plan().leave(1, "2019-01-01");
    plan.table.taken = 71;
    EXPECT_EQ(plan.faults(), "");
    plan.table.taken = 72;
    EXPECT_EQ(plan.faults(), "workflow.plan_does_not_restore");
    EXPECT_EQ(Plan().faults(), "/exits base.required;");
}

TEST(ExitPlanRules, StandsByWhatHasHappened) {
    auto const plan = Plan().leave(1, "2019-01-01").leave(2, "2020-06-30");
    EXPECT_EQ(restored_on(plan.leaves), day("2020-06-30"));
    using Done = std::vector<std::optional<base::Day>>;
    auto const standing = [&](char const* today, Done const& done) {
        return standing_of(plan.leaves, done, day(today));
    };
    EXPECT_EQ(standing("2018-12-31", Done(2)), PlanStanding::open);
    EXPECT_EQ(standing("2019-01-01", Done(2)), PlanStanding::open);
    EXPECT_EQ(standing("2019-01-02", Done(2)), PlanStanding::late);
    EXPECT_EQ(standing("2019-01-02", Done{day("2018-12-01"), std::nullopt}), PlanStanding::open);
    EXPECT_EQ(standing("2020-07-01", Done{day("2018-12-01"), std::nullopt}), PlanStanding::late);
    EXPECT_EQ(standing("2020-07-01", Done{day("2018-12-01"), day("2020-07-01")}), PlanStanding::done);
    EXPECT_EQ(standing("2020-06-30", Done{day("2018-12-01"), day("2020-07-01")}), PlanStanding::open);
}

TEST(ExitPlanRules, WordsGoBothWays) {
    for (auto const way : {ExitWay::exit, ExitWay::merge, ExitWay::join, ExitWay::convert, ExitWay::promote})
        EXPECT_EQ(parse_exit_way(to_string(way)), way);
    EXPECT_FALSE(parse_exit_way("vanish"));
}

}  // namespace
}  // namespace kunyu::registry
