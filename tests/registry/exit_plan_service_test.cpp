#include "registry/workflow_world.hpp"

#include <gmock/gmock.h>

namespace kunyu::registry::test {
namespace {

constexpr char const* laboratory = "ministry-key-laboratory";

class ExitPlanFlow : public kunyu::test::OnEachEngine {
  protected:
    WorkflowWorld world{db()};

    PlatformId running(std::string const& name) {
        return world.core.establish(recorded(name, laboratory, "land", State::operating, "2017-11-06")).value();
    }
    NewExitPlan plan_for(PlatformId platform, char const* on) {
        NewExitPlan plan;
        plan.category = laboratory;
        plan.reason = "为新建实验室腾出名额";
        PlannedLeave leave;
        leave.platform = platform;
        leave.on = day(on);
        plan.leaves = {leave};
        return plan;
    }
    base::Result<ExitPlan> make(NewExitPlan const& plan, identity::Caller const& caller) {
        return world.write([&](sql::Tx& tx) { return world.exit_plans.record(tx, world.as(caller), plan); });
    }
    ExitPlan read(ExitPlanId id) {
        return db().read([&](sql::Session& session) { return *load_exit_plan(session, id); });
    }
};
KUNYU_ON_EACH_ENGINE(ExitPlanFlow);

TEST_P(ExitPlanFlow, IsRecordedByTheMinistryAlone) {
    auto const plan = plan_for(running("旧实验室"), "2020-11-30");
    EXPECT_EQ(refused(make(plan, world.manager)), "identity.not_permitted");
    auto const made = make(plan, world.officer);
    ASSERT_EQ(refused(made), "");
    EXPECT_EQ(made->leaves.size(), 1U);
    auto const exits =
        db().read([&](sql::Session& session) { return world.recorded_plans.exits_of(session, made->id); });
    ASSERT_TRUE(exits.has_value());
    EXPECT_EQ(exits->front().by, day("2020-11-30"));
    EXPECT_FALSE(
        db().read([&](sql::Session& session) { return world.recorded_plans.exits_of(session, ExitPlanId{7}); }));
}

TEST_P(ExitPlanFlow, RefusesWhatFreesNoPlace) {
    auto const old = running("旧实验室");
    EXPECT_EQ(refused(make(plan_for(old, "2021-06-30"), world.officer)), "/exits/0/on");
    auto elsewhere = plan_for(old, "2020-06-30");
    elsewhere.category = "ministry-field-base";
    EXPECT_EQ(refused(make(elsewhere, world.officer)), "/exits/0/platform");
    elsewhere.category = "national-laboratory";
    EXPECT_EQ(refused(make(elsewhere, world.officer)), "/category");
    make(plan_for(old, "2020-06-30"), world.officer).value();
    EXPECT_EQ(refused(make(plan_for(old, "2020-07-30"), world.officer)), "/exits/0/platform") << "in another plan";
}

TEST_P(ExitPlanFlow, ShowsItsProgress) {
    auto const old = running("旧实验室");
    auto const id = make(plan_for(old, "2020-06-30"), world.officer).value().id;
    auto const standing = [&](char const* today) {
        auto const plan = read(id);
        return standing_of(plan.leaves, plan.done_on, day(today));
    };
    EXPECT_EQ(standing("2020-06-30"), PlanStanding::open);
    EXPECT_EQ(standing("2020-07-01"), PlanStanding::late);
    world.core.record(old, event(EventType::exit, "2020-05-01")).value();
    EXPECT_EQ(read(id).done_on.front(), day("2020-05-01"));
    EXPECT_EQ(standing("2020-07-01"), PlanStanding::done);
}

TEST_P(ExitPlanFlow, CarriesAnApprovalBeyondTheTable) {
    std::vector<PlatformId> all;
    world
        .write([&](sql::Tx& tx) -> base::Result<bool> {
            for (int i = 0; i < 70; ++i)
                all.push_back(world.platforms
                                  .enter(tx, world.core.caller(),
                                         recorded("实验室" + std::to_string(i), laboratory, "land", State::operating,
                                                  "2017-11-06"))
                                  .value());
            world.platforms.finish_entering(tx);
            return true;
        })
        .value();
    auto const id = world.argued(world.full_form("第七十一个"));
    auto approval = world.approval("2019-06-01");
    approval.override_reason = "国家战略急需";
    EXPECT_EQ(refused(world.step(world.officer, id, approval)), "registry.exit_plan_needed");
    auto const plan = make(plan_for(all.front(), "2020-11-30"), world.officer).value().id;
    approval.exit_plan = plan.value;
    approval.effective_on = day("2020-12-31");
    EXPECT_EQ(refused(world.step(world.officer, id, approval)), "registry.no_free_place");
    approval.effective_on = day("2019-06-01");
    EXPECT_EQ(refused(world.step(world.officer, id, approval)), "");
    EXPECT_EQ(read(plan).events.size(), 1U);
}

}  // namespace
}  // namespace kunyu::registry::test
