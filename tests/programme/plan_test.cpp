#include "programme/plan_world.hpp"

#include <gmock/gmock.h>

namespace kunyu::programme::test {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

template <typename T>
std::string refused(base::Result<T> const& result) {
    if (result) return "";
    return result.error().fields.empty() ? result.error().code : result.error().fields.front().code;
}

class PlanTest : public kunyu::test::OnEachEngine {
  protected:
    PlanWorld world{db()};

    template <typename Id, typename Change>
    auto change(Id id, std::int64_t version, Change const& change, std::string const& reason = "部务会议决定") {
        return world.write(
            [&](sql::Tx& tx) { return world.plans.change(tx, world.caller(), id, version, change, reason); });
    }
    std::vector<std::string> answering(std::int64_t number) {
        auto const task = world.task(number, "2018-06-30");
        return db().read([&](sql::Session& session) {
            std::vector<std::string> names;
            auto const units = Groups(session).answering(task).units;
            for (auto const& unit : units)
                names.push_back(registry::organisation_refs(session, {unit.unit}).at(unit.unit).name.zh);
            return names;
        });
    }
};
KUNYU_ON_EACH_ENGINE(PlanTest);

TEST_P(PlanTest, HoldsTheThirtyTasksOfTheDocument) {
    auto const tasks = world.tasks("2018-06-30");
    ASSERT_THAT(tasks, SizeIs(30));
    std::size_t milestones = 0;
    for (std::size_t i = 0; i < tasks.size(); ++i) {
        EXPECT_EQ(tasks[i].number, static_cast<std::int64_t>(i) + 1);
        milestones += tasks[i].milestones.size();
    }
    EXPECT_EQ(milestones, 53U);
    EXPECT_EQ(tasks[0].targets.at(0).platform.has_value(), true) << "P072";
    EXPECT_THAT(tasks[7].goals, ElementsAre("G1", "G3"));
    EXPECT_EQ(tasks[15].quota_table, 1);
}

TEST_P(PlanTest, ATaskIsAnsweredByItsResponsibleUnitsElseByTheLeadingOnes) {
    EXPECT_THAT(answering(1), ElementsAre("中国地质调查局"));
    EXPECT_THAT(answering(2), ElementsAre("青岛海洋地质研究所"));
    EXPECT_THAT(answering(16), SizeIs(33)) << "the survey and 32 provincial departments";
    auto const standing = world.standing(16, "2018-06-30");
    EXPECT_THAT(standing.open_groups, ElementsAre(world.unit("affiliates")));
}

TEST_P(PlanTest, TheReadingDecidesWhatBefore2020Means) {
    EXPECT_EQ(world.task(1, "2018-06-30").milestones.at(1).due, day("2020-12-31"));
    world.set_today("2018-07-01");
    PlanChange strict;
    strict.reading = Reading::strict;
    auto const plan = world.plan("2018-07-01");
    EXPECT_EQ(refused(change(plan.id, plan.version, strict)), "");
    EXPECT_EQ(world.task(1, "2018-07-01").milestones.at(1).due, day("2019-12-31"));
    EXPECT_EQ(world.task(1, "2018-06-30").milestones.at(1).due, day("2020-12-31")) << "what was known the day before";
    EXPECT_EQ(refused(change(plan.id, plan.version, strict)), "identity.version_conflict");
}

TEST_P(PlanTest, ADeadlineMovesForwardUntilItHasPassed) {
    world.set_today("2018-12-31");
    auto const milestone = world.task(1, "2018-12-31").milestones.at(0);
    MilestoneChange later;
    later.due = day("2018-12-31");
    EXPECT_EQ(refused(change(milestone.id, 1, later)), "programme.due_not_ahead");
    later.due = day("2019-06-30");
    ASSERT_EQ(refused(change(milestone.id, 1, later)), "");
    EXPECT_EQ(world.task(1, "2018-12-31").milestones.at(0).due, day("2019-06-30"));
    EXPECT_EQ(world.task(1, "2018-12-30").milestones.at(0).due, day("2018-12-31"));
    EXPECT_EQ(world.task(1, "2018-12-31").milestones.at(0).first_due, day("2018-12-31"));
    world.set_today("2019-07-01");
    later.due = day("2019-12-31");
    EXPECT_EQ(refused(change(milestone.id, 2, later)), "programme.due_has_passed");
}

TEST_P(PlanTest, EveryChangeIsKeptWithItsReason) {
    auto const task = world.task(5, "2018-06-30");
    TaskChange given;
    given.paragraph = std::optional<std::string>("三（二）5");
    given.units = std::vector<TaskUnit>{{UnitRole::responsible, world.unit("igge")}};
    ASSERT_EQ(refused(change(task.id, 1, given, "单位分工调整")), "");
    given.units = std::vector<TaskUnit>{{UnitRole::with, world.unit("igge")}};
    EXPECT_EQ(refused(change(task.id, 2, given)), "programme.nobody_answers");
    given.units = std::nullopt;
    given.goals = std::vector<std::string>{"G9"};
    EXPECT_EQ(refused(change(task.id, 2, given)), "programme.unknown_goal");
    auto const page =
        db().read([&](sql::Session& session) { return list_revisions(session, task.plan, std::nullopt, 10).value(); });
    ASSERT_THAT(page.items, SizeIs(1));
    EXPECT_EQ(page.items[0].reason, "单位分工调整");
    EXPECT_EQ(page.items[0].after.at("paragraph"), "三（二）5");
}

TEST_P(PlanTest, APlanIsEnteredOnce) {
    auto const again = world.write([&](sql::Tx& tx) {
        return enter_plan(tx, world.caller(), world.core.ids, *registry::test::pack().plan, false);
    });
    EXPECT_EQ(refused(again), "programme.slug_taken");
    auto other = *registry::test::pack().plan;
    other.id = "plan-next";
    ASSERT_EQ(
        refused(world.write([&](sql::Tx& tx) { return enter_plan(tx, world.caller(), world.core.ids, other, false); })),
        "")
        << "plans live side by side";
    other.id = "plan-third";
    other.tasks[2].lead = {"nobody"};
    other.tasks[3].targets[0].platform = "P999";
    auto const faults =
        world.write([&](sql::Tx& tx) { return enter_plan(tx, world.caller(), world.core.ids, other, false); });
    ASSERT_TRUE(faults.has_error());
    EXPECT_THAT(faults.error().fields, SizeIs(2));
}

TEST_P(PlanTest, StandsOnADayByWhatWasKnownThen) {
    EXPECT_EQ(world.standing(3, "2017-11-05").verdict.reasons.front().code, "programme.light_not_issued");
    EXPECT_EQ(world.standing(3, "2017-12-31").verdict.light, Light::yellow);
    EXPECT_EQ(world.standing(3, "2018-01-01").verdict.light, Light::red);
    auto const task = world.task(3, "2018-01-01");
    auto const verified = task.milestones.at(0).id;
    world
        .write([&](sql::Tx& tx) -> base::Result<bool> {
            tx.exec("INSERT INTO milestone_verified (milestone, known_from, known_to, evidence) VALUES (?, ?, ?, 1)",
                    verified, day("2018-03-01"), open_end);
            return true;
        })
        .value();
    EXPECT_EQ(world.standing(3, "2018-02-28").verdict.light, Light::red) << "was not known yet";
    EXPECT_EQ(world.standing(3, "2018-03-01").verdict.light, Light::green);
}

TEST_P(PlanTest, ATaskStandsAtTheMeanOfItsUnits) {
    auto const task = world.task(4, "2018-06-30");
    auto const enter = [&](char const* unit, std::int64_t planned, std::optional<std::int64_t> reported) {
        world
            .write([&](sql::Tx& tx) -> base::Result<bool> {
                tx.exec(
                    "INSERT INTO planned_percent (plan, task, unit, valid_from, valid_to, known_from, known_to, "
                    "percent)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    task.plan, task.id, world.unit(unit), day("2018-04-01"), day("2018-07-01"), day("2018-02-01"),
                    open_end, planned);
                if (reported)
                    tx.exec(
                        "INSERT INTO progress_known (plan, task, unit, known_from, known_to, percent, cycle_end, "
                        "report)"
                        " VALUES (?, ?, ?, ?, ?, ?, ?, 1)",
                        task.plan, task.id, world.unit(unit), day("2018-04-08"), open_end, *reported,
                        day("2018-03-31"));
                return true;
            })
            .value();
    };
    enter("ikg", 30, 30);
    enter("iheg", 30, 25);
    enter("igge", 30, std::nullopt);
    auto const standing = world.standing(4, "2018-04-30");
    EXPECT_EQ(standing.known.progress.planned, 3000);
    EXPECT_EQ(standing.known.progress.reported, 1833);
    EXPECT_EQ(standing.verdict.light, Light::yellow);
    ASSERT_THAT(standing.units, SizeIs(3));
    EXPECT_EQ(standing.units[0].verdict.light, Light::green);
    EXPECT_EQ(standing.units[2].verdict.light, Light::yellow);
    EXPECT_EQ(standing.units[2].report, ReportStanding::missing);
    EXPECT_EQ(world.standing(4, "2018-03-31").known.progress.planned, std::nullopt) << "the quarter had not ended";
    EXPECT_EQ(world.standing(4, "2018-04-07").known.progress.reported, std::nullopt) << "was not known yet";
}

}  // namespace
}  // namespace kunyu::programme::test
