#include "programme/unit_plan_service.hpp"

#include "programme/work_world.hpp"

#include <gmock/gmock.h>

namespace kunyu::programme::test {
namespace {

using testing::ElementsAre;

PlannedTask planned(std::vector<std::int64_t> percents, std::vector<StageGoal> goals = {{"完成选址", 60, 2},
                                                                                        {"完成勘测", 40, 4}}) {
    return {TaskId{1}, std::move(percents), std::move(goals)};
}

std::string first_fault(base::Result<void> const& result) {
    if (result.has_value()) return "";
    return result.error().fields.front().path + " " + result.error().fields.front().code;
}

TEST(PlannedTasks, HoldToTheirRules) {
    std::map<TaskId, std::int64_t> const last_year{{TaskId{1}, 10}};
    struct Row {
        std::vector<PlannedTask> tasks;
        char const* fault;
    };
    for (auto const& row :
         {Row{{planned({10, 20, 30, 40})}, ""},
          Row{{planned({10, 10, 10, 100})}, ""},
          Row{{}, "/tasks supervision.plan_needs_tasks"},
          Row{{planned({10, 20, 30})}, "/tasks/0/planned supervision.planned_length"},
          Row{{planned({10, 20, 19, 40})}, "/tasks/0/planned/2 supervision.planned_falls"},
          Row{{planned({10, 20, 30, 101})}, "/tasks/0/planned/3 supervision.percent_out_of_range"},
          Row{{planned({9, 20, 30, 40})}, "/tasks/0/planned/0 supervision.planned_below_last_year"},
          Row{{planned({10, 20, 30, 40}, {})}, "/tasks/0/goals supervision.weights"},
          Row{{planned({10, 20, 30, 40}, {{"x", 99, 1}})}, "/tasks/0/goals supervision.weights"},
          Row{{planned({10, 20, 30, 40}, {{"x", 100, 5}})}, "/tasks/0/goals/0/cycle supervision.no_such_cycle"},
          Row{{planned({10, 20, 30, 40}), planned({10, 20, 30, 40})}, "/tasks/1/task supervision.task_twice"}})
        EXPECT_EQ(first_fault(check_planned_tasks(row.tasks, 4, last_year)), row.fault);
}

TEST(PlanYear, IsOneOfThePeriodOrNone) {
    Plan plan;
    plan.period_start = day("2016-01-01");
    plan.period_end = day("2020-12-31");
    for (auto const year : {0, 2016, 2020}) EXPECT_TRUE(check_plan_year(plan, year).has_value()) << year;
    for (auto const year : {1, 2015, 2021}) EXPECT_TRUE(check_plan_year(plan, year).has_error()) << year;
}

class UnitPlanFlow : public kunyu::test::OnEachEngine {
  protected:
    WorkWorld world{db()};
    UnitPlanService plans{world.ids, world.inbox};

    static UnitPlanChange figures(TaskId task, std::vector<std::int64_t> percents) {
        auto one = planned(std::move(percents));
        one.task = task;
        UnitPlanChange change;
        change.tasks = std::vector{one};
        return change;
    }
    base::Result<UnitPlan> create(identity::Caller const& caller, std::int64_t year, UnitPlanChange const& change,
                                  std::optional<OrganisationId> unit = std::nullopt) {
        NewUnitPlan wanted;
        wanted.plan = world.plan;
        wanted.unit = unit;
        wanted.year = year;
        wanted.change = change;
        return world.write([&](sql::Tx& tx) { return plans.create(tx, world.as(caller), wanted); });
    }
    base::Result<UnitPlan> step(identity::Caller const& caller, UnitPlan const& of, WorkStep step,
                                std::string const& reason = {}) {
        return world.write(
            [&](sql::Tx& tx) { return plans.take_step(tx, world.as(caller), of.id, std::nullopt, {step, reason}); });
    }
    base::Result<UnitPlan> edit(identity::Caller const& caller, UnitPlan const& of, UnitPlanChange const& change) {
        return world.write(
            [&](sql::Tx& tx) { return plans.edit(tx, world.as(caller), of.id, of.version, change); });
    }
    UnitPlan accepted(std::int64_t year, std::vector<std::int64_t> percents) {
        auto const plan = create(world.manager, year, figures(world.first, std::move(percents))).value();
        step(world.manager, plan, WorkStep::submit).value();
        return step(world.officer, plan, WorkStep::accept).value();
    }
    std::optional<std::int64_t> planned_on(char const* on) {
        return world.progress_on(world.first, world.institute, on).planned;
    }
};
KUNYU_ON_EACH_ENGINE(UnitPlanFlow);

TEST_P(UnitPlanFlow, IsWrittenReturnedAndAccepted) {
    auto const plan = create(world.manager, 2018, figures(world.first, {10, 20, 30, 40})).value();
    EXPECT_EQ(refused(create(world.manager, 2018, {})), "supervision.unit_plan_exists");
    step(world.manager, plan, WorkStep::submit).value();
    EXPECT_THAT(world.waiting(world.officer), ElementsAre("unit_plan.review"));
    step(world.officer, plan, WorkStep::give_back, "细化").value();
    EXPECT_THAT(world.waiting(world.manager), ElementsAre("unit_plan.write"));
    EXPECT_EQ(planned_on("2018-04-02"), std::nullopt);
    step(world.manager, plan, WorkStep::submit).value();
    EXPECT_EQ(refused(step(world.manager, plan, WorkStep::accept)), "identity.not_permitted");
    auto const done = step(world.officer, plan, WorkStep::accept).value();
    EXPECT_EQ(planned_on("2018-04-02"), 1000);
    EXPECT_EQ(planned_on("2018-04-01"), std::nullopt) << "not known before";
    EXPECT_EQ(refused(edit(world.manager, done, {})), "supervision.unit_plan_locked");
    EXPECT_EQ(world.audited("unit_plan"), 5);
}

TEST_P(UnitPlanFlow, WhatIsAcceptedStaysInForceWhileItIsRevised) {
    auto const plan = accepted(2018, {10, 20, 30, 40});
    world.set_today("2018-07-02");
    auto const revised = step(world.manager, plan, WorkStep::revise).value();
    EXPECT_EQ(revised.state, WorkState::draft);
    edit(world.manager, revised, figures(world.first, {10, 12, 30, 40})).value();
    EXPECT_EQ(planned_on("2018-07-02"), 2000);
    step(world.manager, revised, WorkStep::submit).value();
    EXPECT_EQ(planned_on("2018-07-02"), 2000);
    world.set_today("2018-07-20");
    step(world.officer, revised, WorkStep::accept).value();
    EXPECT_EQ(planned_on("2018-07-19"), 2000) << "as it was known";
    EXPECT_EQ(planned_on("2018-07-20"), 1200);
    auto const again = step(world.manager, revised, WorkStep::revise).value();
    edit(world.manager, again, figures(world.first, {10, 15, 30, 40})).value();
    step(world.manager, again, WorkStep::submit).value();
    step(world.officer, again, WorkStep::accept).value();
    EXPECT_EQ(planned_on("2018-07-20"), 1500) << "of one day the last counts";
}

TEST_P(UnitPlanFlow, AYearDoesNotBeginBelowTheOneBefore) {
    accepted(2018, {10, 20, 30, 40});
    auto const low = create(world.manager, 2019, figures(world.first, {39, 50, 60, 70})).value();
    EXPECT_EQ(refused(step(world.manager, low, WorkStep::submit)), "/tasks/0/planned/0");
    edit(world.manager, low, figures(world.first, {40, 50, 60, 70})).value();
    EXPECT_EQ(refused(step(world.manager, low, WorkStep::submit)), "");
}

TEST_P(UnitPlanFlow, AUnitPlansItsOwnTasks) {
    EXPECT_EQ(refused(create(world.other, 2018, figures(world.first, {1, 2, 3, 4}))), "/tasks/0/task");
    EXPECT_EQ(refused(create(world.manager, 2018, figures(world.first, {1, 2, 3, 4}), world.academy)),
              "identity.not_permitted");
    auto both = world.manager;
    both.grants.push_back(world.other.grants.front());
    EXPECT_EQ(refused(create(both, 2018, {})), "/unit") << "which of the two";
    EXPECT_EQ(refused(create(world.manager, 2021, {})), "/year");
}

TEST_P(UnitPlanFlow, ThePlanForTheWholePeriodIsWords) {
    auto const plan = create(world.manager, 0, {}).value();
    EXPECT_EQ(refused(step(world.manager, plan, WorkStep::submit)), "/summary");
    EXPECT_EQ(refused(edit(world.manager, plan, figures(world.first, {1, 2, 3, 4}))), "/tasks");
    UnitPlanChange words;
    words.summary = std::optional<std::string>("分三步推进");
    edit(world.manager, plan, words).value();
    EXPECT_EQ(refused(step(world.manager, plan, WorkStep::submit)), "");
    EXPECT_EQ(refused(step(world.officer, plan, WorkStep::accept)), "");
}

}  // namespace
}  // namespace kunyu::programme::test
