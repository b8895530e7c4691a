// The cadence of reporting holds for whole years: cycles are told apart by year and number.
#include "programme/plan_service.hpp"
#include "programme/progress_service.hpp"
#include "programme/report_rules.hpp"
#include "programme/unit_plan_service.hpp"
#include "programme/work_world.hpp"

#include <gmock/gmock.h>

namespace kunyu::programme::test {
namespace {

using testing::ElementsAre;

TEST(CadenceRules, AYearHasOneKindOfCycle) {
    Cadence cadence;
    cadence.change(2019, CycleKind::monthly);
    EXPECT_EQ(cadence.of(0), CycleKind::quarterly);
    EXPECT_EQ(cadence.of(2018), CycleKind::quarterly);
    EXPECT_EQ(cadence.of(2020), CycleKind::monthly);
    EXPECT_EQ(next(cadence, {2018, 4}), (Cycle{2019, 1}));
    EXPECT_EQ(next(cadence, {2019, 4}), (Cycle{2019, 5}));
    EXPECT_EQ(to_string(cadence, {2018, 4}), "2018Q4");
    EXPECT_EQ(to_string(cadence, {2019, 4}), "2019-04");
    EXPECT_EQ(last_ended(cadence, day("2019-01-15")), (Cycle{2018, 4}));
    EXPECT_EQ(last_ended(cadence, day("2019-02-15")), (Cycle{2019, 1}));
    EXPECT_EQ(cycle_of(cadence, day("2018-12-31")), (Cycle{2018, 4}));
    EXPECT_EQ(last_day(cadence, {2018, 4}), day("2018-12-31"));
    EXPECT_EQ(last_day(cadence, {2019, 1}), day("2019-01-31"));
    EXPECT_EQ(parse_cycle(cadence, "2018Q4"), (Cycle{2018, 4}));
    EXPECT_EQ(parse_cycle(cadence, "2018-04"), std::nullopt);
    EXPECT_EQ(parse_cycle(cadence, "2019-12"), (Cycle{2019, 12}));
    EXPECT_EQ(cycles_due(cadence, day("2018-10-01"), day("2019-12-31"), day("2019-03-10"), {}).size(), 3U);
}

TEST(CadenceRules, IsKeptAsItWasSet) {
    Cadence cadence(CycleKind::monthly);
    cadence.change(2019, CycleKind::quarterly);
    cadence.change(2021, CycleKind::monthly);
    EXPECT_EQ(cadence.text(), "monthly 2019:quarterly 2021:monthly");
    EXPECT_EQ(Cadence::parse(cadence.text()), cadence);
    cadence.change(2020, CycleKind::quarterly);
    EXPECT_EQ(cadence.text(), "monthly 2019:quarterly") << "in place of what was to come";
    EXPECT_EQ(Cadence::parse("quarterly"), Cadence{});
    for (auto const* wrong : {"", "weekly", "monthly 2019", "monthly 2019:", "monthly x:monthly"})
        EXPECT_EQ(Cadence::parse(wrong), std::nullopt) << wrong;
}

class CadenceChange : public kunyu::test::OnEachEngine {
  protected:
    WorkWorld world{db()};
    PlanService plans{world.ids};
    ProgressService reports{world.ids, world.inbox};
    UnitPlanService unit_plans{world.ids, world.inbox};

    base::Result<Plan> change(CycleKind kind, std::optional<int> from = {}) {
        PlanChange wanted;
        wanted.cycle = kind;
        wanted.cycle_from = from;
        return world.write([&](sql::Tx& tx) {
            return plans.change(tx, world.as(world.officer), world.plan, world.loaded().version, wanted, "按月调度");
        });
    }
    base::Result<ProgressReport> report(Cycle cycle) {
        NewReport wanted;
        wanted.task = world.first;
        wanted.cycle = cycle;
        wanted.change.percent = std::optional<std::int64_t>(10);
        wanted.change.progress = std::optional<std::string>("完成");
        wanted.submit = true;
        return world.write([&](sql::Tx& tx) { return reports.create(tx, world.as(world.manager), wanted); });
    }
};
KUNYU_ON_EACH_ENGINE(CadenceChange);

/// Otherwise the report on the first quarter stood in the way of the one on January.
TEST_P(CadenceChange, AYearWithReportsKeepsItsCycles) {
    report({2018, 1}).value();
    auto const refusal = change(CycleKind::monthly);
    EXPECT_EQ(refused(refusal), "programme.cycle_in_use");
    EXPECT_EQ(refusal.error().params.at("from"), "2019");
    EXPECT_EQ(change(CycleKind::monthly, 2019).value().setting.cycle.of(2018), CycleKind::quarterly);
    world.set_today("2018-07-05");
    EXPECT_EQ(report({2018, 2}).value().cycle_end, day("2018-06-30"));
    world.set_today("2019-02-05");
    EXPECT_EQ(report({2019, 1}).value().cycle_end, day("2019-01-31"));
    EXPECT_EQ(report({2018, 4}).value().cycle_end, day("2018-12-31")) << "the last quarter may still be reported";
    EXPECT_EQ(refused(report({2018, 12})), "/cycle");
}

TEST_P(CadenceChange, AYearWithUnitsPlansKeepsItsCycles) {
    world
        .write([&](sql::Tx& tx) {
            NewUnitPlan wanted;
            wanted.plan = world.plan;
            wanted.unit = world.institute;
            wanted.year = 2019;
            return unit_plans.create(tx, world.as(world.manager), wanted);
        })
        .value();
    EXPECT_EQ(refused(change(CycleKind::monthly)), "programme.cycle_in_use");
    EXPECT_EQ(change(CycleKind::monthly).error().params.at("from"), "2020");
    EXPECT_TRUE(change(CycleKind::monthly, 2020).has_value());
}

TEST_P(CadenceChange, AYearWithoutAnyChangesAtOnce) {
    EXPECT_EQ(change(CycleKind::monthly).value().setting.cycle.of(2018), CycleKind::monthly);
    EXPECT_EQ(report({2018, 3}).value().cycle_end, day("2018-03-31"));
    EXPECT_TRUE(change(CycleKind::monthly).has_value()) << "nothing changes";
    EXPECT_EQ(refused(change(CycleKind::quarterly, 2017)), "/cycle_from");
}

TEST_P(CadenceChange, SayingThisYearsAgainLeavesWhatIsToCome) {
    change(CycleKind::monthly, 2020).value();
    EXPECT_EQ(change(CycleKind::quarterly).value().setting.cycle.of(2020), CycleKind::monthly);
    EXPECT_EQ(change(CycleKind::quarterly, 2020).value().setting.cycle, Cadence{}) << "taken back";
}

}  // namespace
}  // namespace kunyu::programme::test
