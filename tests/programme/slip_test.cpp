#include "programme/evidence_service.hpp"
#include "programme/progress_service.hpp"
#include "programme/slip_service.hpp"
#include "programme/supervision.hpp"
#include "programme/work_world.hpp"

#include <gmock/gmock.h>

#include <memory>
#include <thread>

namespace kunyu::programme::test {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(SlipRules, GoUpOneLevelWhenTheDayHasPassed) {
    SupervisionRules const rules;
    EXPECT_EQ(reply_due(rules, SlipLevel::blue, day("2018-04-02")), day("2018-04-12"));
    EXPECT_EQ(reply_due(rules, SlipLevel::orange, day("2018-04-13")), day("2018-04-20"));
    EXPECT_EQ(reply_due(rules, SlipLevel::red, day("2018-04-21")), day("2018-04-26"));
    EXPECT_FALSE(escalates(SlipLevel::blue, day("2018-04-12"), day("2018-04-12")));
    EXPECT_TRUE(escalates(SlipLevel::blue, day("2018-04-12"), day("2018-04-13")));
    EXPECT_FALSE(escalates(SlipLevel::red, day("2018-04-12"), day("2018-04-13")));
    EXPECT_FALSE(escalates(SlipLevel::blue, std::nullopt, day("2018-04-13")));
    EXPECT_EQ(next_level(SlipLevel::orange), SlipLevel::red);
    EXPECT_EQ(parse_slip_level("orange"), SlipLevel::orange);
}

class SlipFlow : public kunyu::test::OnEachEngine {
  protected:
    WorkWorld world{db()};
    SlipService slips{world.ids, world.inbox};
    Supervision supervision{world.ids, world.inbox, slips};
    base::IdGenerator one_process{world.clock, 2};
    base::IdGenerator another_process{world.clock, 3};

    base::Result<Slip> issue(identity::Caller const& caller, OrganisationId unit,
                             std::optional<base::Day> due = std::nullopt) {
        NewSlip wanted;
        wanted.task = world.first;
        wanted.unit = unit;
        wanted.demand = "请说明滞后原因";
        wanted.reply_due = due;
        return world.write([&](sql::Tx& tx) { return slips.issue(tx, world.as(caller), wanted); });
    }
    base::Result<Slip> step(identity::Caller const& caller, Slip const& of, SlipStepInput const& input) {
        return world.write(
            [&](sql::Tx& tx) { return slips.take_step(tx, world.as(caller), of.id, std::nullopt, input); });
    }
    static SlipStepInput input(WorkStep step, std::string const& statement,
                               std::optional<base::Day> due = std::nullopt) {
        return {step, statement, due, {}};
    }
    Slip loaded(SlipId id) {
        return world.read([&](sql::Session& session) { return *load_slip(session, id); });
    }
    /// The job, as the server runs it.
    void supervise(sql::Database& database, base::IdGenerator& ids) {
        jobs::Runner runner(database, world.clock, ids);
        supervision.add_jobs(runner, world.clock);
        database
            .write([&](sql::Tx& tx) -> base::Result<bool> {
                jobs::enqueue(tx, ids, world.clock.now(), {.kind = "programme.supervise"});
                return true;
            })
            .value();
        runner.run_all();
    }
    void supervise() { supervise(db(), one_process); }
    /// What is to be done, without doing it.
    std::size_t duties() {
        return world.read(
            [&](sql::Session& session) { return supervision.duties(session, world.clock.today()).size(); });
    }
    std::int64_t failed_jobs() { return world.count("job WHERE state <> 'done'"); }
};
KUNYU_ON_EACH_ENGINE(SlipFlow);

TEST_P(SlipFlow, IsAnsweredReturnedAndClosed) {
    EXPECT_EQ(refused(issue(world.manager, world.institute)), "identity.not_permitted");
    EXPECT_EQ(refused(issue(world.officer, world.academy)), "/unit");
    EXPECT_EQ(refused(issue(world.officer, world.institute, day("2018-04-02"))), "/reply_due");
    auto const slip = issue(world.officer, world.institute).value();
    EXPECT_EQ(slip.reply_due, day("2018-04-12"));
    EXPECT_EQ(issue(world.officer, world.institute).value().number, 2);
    EXPECT_THAT(world.waiting(world.manager), ElementsAre("slip.reply", "slip.reply"));
    EXPECT_EQ(refused(step(world.other, slip, input(WorkStep::reply, "x"))), "supervision.slip_not_found");
    EXPECT_EQ(refused(step(world.manager, slip, input(WorkStep::reply, ""))), "/statement");
    auto const replied = step(world.manager, slip, input(WorkStep::reply, "受汛期影响")).value();
    EXPECT_EQ(replied.reply_due, std::nullopt);
    EXPECT_THAT(world.waiting(world.officer), Contains("slip.review"));
    EXPECT_EQ(refused(step(world.officer, slip, input(WorkStep::give_back, "不实"))), "/reply_due");
    EXPECT_EQ(refused(step(world.officer, slip, input(WorkStep::give_back, "不实", day("2018-04-02")))), "/reply_due");
    EXPECT_EQ(step(world.officer, slip, input(WorkStep::give_back, "不实", day("2018-04-09"))).value().reply_due,
              day("2018-04-09"));
    step(world.manager, slip, input(WorkStep::reply, "更正如下")).value();
    auto const closed = step(world.officer, slip, input(WorkStep::close, "已落实")).value();
    EXPECT_TRUE(closed.closed_at.has_value());
    auto const events = world.read([&](sql::Session& session) { return load_slip_events(session, slip.id); });
    std::vector<std::string> kinds;
    for (auto const& event : events) kinds.push_back(event.kind);
    EXPECT_THAT(kinds, ElementsAre("issued", "replied", "returned", "replied", "closed"));
    EXPECT_EQ(refused(step(world.officer, slip, input(WorkStep::close, "x"))), "supervision.step_not_open");
}

TEST_P(SlipFlow, NumbersBeginAnewEachYear) {
    EXPECT_EQ(issue(world.officer, world.institute).value().number, 1);
    EXPECT_EQ(issue(world.officer, world.institute).value().number, 2);
    world.set_now("2018-12-31T16:00:00Z");
    auto const next = issue(world.officer, world.institute).value();
    EXPECT_EQ(next.year, 2019);
    EXPECT_EQ(next.number, 1);
}

TEST_P(SlipFlow, GoesUpOneLevelAtATimeHoweverLongNobodyLooked) {
    auto const slip = issue(world.officer, world.institute).value();
    world.set_now("2018-04-12T15:59:59Z");
    supervise();
    EXPECT_EQ(loaded(slip.id).level, SlipLevel::blue) << "the last second of the day";
    world.set_today("2018-06-01");
    supervise();
    supervise();
    EXPECT_EQ(loaded(slip.id).level, SlipLevel::orange) << "after a long downtime";
    EXPECT_EQ(loaded(slip.id).reply_due, day("2018-06-08")) << "counted from the day it was done";
    world.set_today("2018-06-09");
    supervise();
    EXPECT_EQ(loaded(slip.id).level, SlipLevel::red);
    world.set_today("2018-08-01");
    supervise();
    EXPECT_EQ(loaded(slip.id).level, SlipLevel::red);
    EXPECT_EQ(world.count("slip_event WHERE kind = 'escalated'"), 2);
    EXPECT_EQ(failed_jobs(), 0);
}

TEST_P(SlipFlow, AReplyStopsTheClock) {
    auto const slip = issue(world.officer, world.institute).value();
    step(world.manager, slip, input(WorkStep::reply, "受汛期影响")).value();
    world.set_today("2018-05-10");
    supervise();
    EXPECT_EQ(loaded(slip.id).level, SlipLevel::blue);
}

TEST_P(SlipFlow, AUnitThatStaysRedGetsASlipOnce) {
    world.set_today("2018-10-01");
    supervise();
    EXPECT_EQ(world.count("slip"), 0) << "1.1 is overdue since one cycle";
    world.set_today("2019-03-31");
    supervise();
    EXPECT_EQ(world.count("slip"), 0);
    world.set_now("2019-03-31T16:00:00Z");
    supervise();
    supervise();
    ASSERT_EQ(world.count("slip"), 1);
    auto const key =
        world.read([](sql::Session& session) { return session.first("SELECT reason_key FROM slip")->text(0); });
    EXPECT_TRUE(key.ends_with(":2019Q1")) << key;
    world.set_today("2019-07-01");
    supervise();
    EXPECT_EQ(world.count("slip"), 1) << "one is open";
    EXPECT_EQ(failed_jobs(), 0);
}

TEST_P(SlipFlow, AfterOneIsClosedItsCyclesDoNotCountAgain) {
    world.set_today("2019-04-01");
    supervise();
    auto const id =
        world.read([](sql::Session& session) { return SlipId{session.first("SELECT id FROM slip")->integer(0)}; });
    world.set_today("2019-04-02");
    step(world.officer, loaded(id), input(WorkStep::close, "已约谈")).value();
    for (auto const* today : {"2019-07-01", "2019-10-01"}) {
        world.set_today(today);
        supervise();
        EXPECT_EQ(world.count("slip"), 1) << today;
    }
    world.set_today("2020-01-01");
    supervise();
    EXPECT_EQ(world.count("slip"), 2);
}

TEST_P(SlipFlow, WhatHappensAfterThePeriodBringsNone) {
    world.set_today("2026-11-26");
    supervise();
    EXPECT_EQ(world.count("slip"), 0);
    EXPECT_EQ(world.count("report_call"), 0);
    EXPECT_EQ(duties(), 0U);
}

TEST_P(SlipFlow, ReportsAreCalledInOnceAndOnceMoreWhenLate) {
    world.set_today("2018-04-02");
    supervise();
    EXPECT_EQ(world.count("report_call"), 0) << "8 days before";
    world.set_today("2018-04-03");
    supervise();
    supervise();
    EXPECT_EQ(world.count("report_call"), 2) << "one a unit, whatever its tasks";
    EXPECT_THAT(world.waiting(world.manager), ElementsAre("progress.report"));
    world.set_today("2018-04-10");
    EXPECT_EQ(duties(), 0U);
    world.set_today("2018-04-11");
    supervise();
    supervise();
    EXPECT_EQ(world.count("inbox_todo"), 4);
    EXPECT_EQ(world.count("inbox_todo WHERE closed_at IS NULL"), 2);
    world.set_today("2018-05-16");
    supervise();
    EXPECT_EQ(world.count("inbox_todo WHERE closed_at IS NULL"), 0) << "the cycle is closed";
    EXPECT_EQ(duties(), 0U);
    EXPECT_EQ(failed_jobs(), 0);
}

TEST_P(SlipFlow, TheCallIsSettledWithTheLastReport) {
    ProgressService const reports(world.ids, world.inbox);
    world.set_today("2018-04-03");
    supervise();
    auto const report = [&](TaskId task) {
        NewReport wanted;
        wanted.task = task;
        wanted.cycle = {2018, 1};
        wanted.change.percent = std::optional<std::int64_t>(10);
        wanted.change.progress = std::optional<std::string>("完成");
        wanted.submit = true;
        world.write([&](sql::Tx& tx) { return reports.create(tx, world.as(world.manager), wanted); }).value();
    };
    report(world.first);
    EXPECT_THAT(world.waiting(world.manager), ElementsAre("progress.report"));
    report(world.second);
    EXPECT_THAT(world.waiting(world.manager), IsEmpty());
    world.set_today("2018-04-11");
    supervise();
    EXPECT_THAT(world.waiting(world.manager), IsEmpty()) << "nothing is late";
    EXPECT_THAT(world.waiting(world.other), ElementsAre("progress.report"));
}

TEST_P(SlipFlow, ThePlanGoesWithAllWorkUnderIt) {
    ProgressService const reports(world.ids, world.inbox);
    EvidenceService const evidence(world.ids, world.inbox);
    issue(world.officer, world.institute).value();
    world
        .write([&](sql::Tx& tx) {
            NewReport wanted;
            wanted.task = world.first;
            wanted.cycle = {2018, 1};
            wanted.change.percent = std::optional<std::int64_t>(10);
            wanted.change.progress = std::optional<std::string>("完成");
            wanted.change.begun = std::vector<std::int64_t>{world.survey.value};
            wanted.submit = true;
            return reports.create(tx, world.as(world.manager), wanted);
        })
        .value();
    world
        .write([&](sql::Tx& tx) {
            NewEvidence wanted;
            wanted.milestone = world.rules;
            wanted.statement = "已印发";
            return evidence.hand_in(tx, world.as(world.manager), wanted);
        })
        .value();
    world.set_today("2018-04-03");
    supervise();
    world
        .write([&](sql::Tx& tx) -> base::Result<bool> {
            remove_plan(tx, world.plan);
            return true;
        })
        .value();
    for (auto const* table : {"plan", "slip", "progress_report", "milestone_evidence", "report_call",
                              "supervision_mark", "progress_known", "milestone_begun"})
        EXPECT_EQ(world.count(table), 0) << table;
}

/// Two processes look at the same moment and both find everything still to be done.
TEST_P(SlipFlow, TwoProcessesDoEachThingOnce) {
    auto const slip = issue(world.officer, world.institute).value();
    world.set_today("2019-04-03");
    std::unique_ptr<sql::Database> second;
    if (GetParam() == sql::Engine::postgresql) second = sql::Database::open(store.options());
    auto& other = second ? *second : db();
    auto const look = [&](sql::Database& database) {
        return database.read([&](sql::Session& session) { return supervision.duties(session, world.clock.today()); });
    };
    auto const perform = [&](sql::Database& database, std::vector<Duty> const& all) {
        for (auto const& duty : all)
            database
                .write([&](sql::Tx& tx) -> base::Result<bool> {
                    duty(tx, identity::Caller::system("test", world.clock.now()));
                    return true;
                })
                .value();
    };
    auto const one = look(db());
    auto const two = look(other);
    ASSERT_EQ(one.size(), two.size());
    ASSERT_GT(one.size(), 3U);
    std::thread first([&] { perform(db(), one); });
    std::thread another([&] { perform(other, two); });
    first.join();
    another.join();
    EXPECT_EQ(loaded(slip.id).level, SlipLevel::orange);
    EXPECT_EQ(world.count("slip_event WHERE kind = 'escalated'"), 1);
    EXPECT_EQ(world.count("report_call"), 2);
    EXPECT_EQ(world.count("inbox_todo WHERE kind = 'progress.report'"), 2);
    EXPECT_EQ(world.count("supervision_mark WHERE mark LIKE 'slips:%'"), 1);
}

TEST_P(SlipFlow, TwoJobsInTwoProcessesDoEachThingOnce) {
    issue(world.officer, world.institute).value();
    world.set_today("2018-04-13");
    std::unique_ptr<sql::Database> second;
    if (GetParam() == sql::Engine::postgresql) second = sql::Database::open(store.options());
    auto& other = second ? *second : db();
    std::thread first([&] { supervise(db(), one_process); });
    std::thread another([&] { supervise(other, another_process); });
    first.join();
    another.join();
    EXPECT_EQ(world.count("slip_event WHERE kind = 'escalated'"), 1);
    EXPECT_EQ(world.count("report_call"), 2);
    EXPECT_EQ(failed_jobs(), 0);
}

}  // namespace
}  // namespace kunyu::programme::test
