// What people are told of the work under a plan: in place of "a new to-do", once for each act.
#include "inbox/todo_notices.hpp"
#include "programme/extension_service.hpp"
#include "programme/progress_service.hpp"
#include "programme/slip_service.hpp"
#include "programme/supervision.hpp"
#include "programme/work_world.hpp"

#include <gmock/gmock.h>

#include <memory>
#include <thread>

namespace kunyu::programme::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class Telling : public kunyu::test::OnEachEngine {
  protected:
    WorkWorld world{db()};
    SlipService slips{world.ids, world.telling, &world.notifier};
    ProgressService reports{world.ids, world.telling, &world.notifier};
    ExtensionService extensions{world.ids, world.telling, &world.notifier};
    Supervision supervision{world.ids, world.telling, slips, &world.notifier};

    void perform(sql::Database& database, std::vector<Duty> const& duties) {
        for (auto const& duty : duties)
            database
                .write([&](sql::Tx& tx) -> base::Result<bool> {
                    duty(tx, identity::Caller::system("test", world.clock.now()));
                    return true;
                })
                .value();
    }
    std::vector<Duty> duties(sql::Database& database) {
        return database.read([&](sql::Session& session) { return supervision.duties(session, world.clock.today()); });
    }
    /// The hourly jobs on the day.
    void look_on(std::string_view today) {
        world.set_today(today);
        perform(db(), duties(db()));
        world
            .write([&](sql::Tx& tx) -> base::Result<std::int64_t> {
                return inbox::tell_due_soon(tx, world.notifier, world.clock.now());
            })
            .value();
    }
    ProgressReport report(TaskId task, std::int64_t percent) {
        NewReport wanted;
        wanted.task = task;
        wanted.cycle = {2018, 1};
        wanted.change.percent = std::optional<std::int64_t>(percent);
        wanted.change.progress = std::optional<std::string>("完成");
        wanted.submit = true;
        return world.write([&](sql::Tx& tx) { return reports.create(tx, world.as(world.manager), wanted); }).value();
    }
    ProgressReport step(identity::Caller const& caller, ProgressReport const& of, WorkStep step,
                        std::string const& reason = {}) {
        return world
            .write([&](sql::Tx& tx) {
                return reports.take_step(tx, world.as(caller), of.id, std::nullopt, {step, reason});
            })
            .value();
    }
    std::int64_t unread(identity::Caller const& caller) {
        return world.count("inbox_notification WHERE read_at IS NULL AND account = " +
                           std::to_string(caller.account.value));
    }
    std::int64_t red_told() { return world.count("inbox_notification WHERE kind = 'programme.task_red'"); }
};
KUNYU_ON_EACH_ENGINE(Telling);

TEST_P(Telling, AReportIsRemindedOfOnceForACycle) {
    look_on("2018-04-02");
    EXPECT_THAT(world.told(world.manager), IsEmpty()) << "eight days before";
    look_on("2018-04-03");
    look_on("2018-04-03");
    look_on("2018-04-05");
    EXPECT_THAT(world.told(world.manager),
                ElementsAre("programme.report_due_soon The progress report is due soon: 2018Q1 Plan of platforms "
                            "(土地整治研究院)"));
    EXPECT_EQ(world.told(world.other).size(), 1U) << "each unit of its own";
    EXPECT_THAT(world.told(world.officer), IsEmpty());
    auto const text = world.read(
        [](sql::Session& session) { return session.first("SELECT text_en, link FROM inbox_notification")->text(0); });
    EXPECT_NE(text.find("2018-04-10"), std::string::npos) << text;
    report(world.first, 10);
    report(world.second, 10);
    EXPECT_EQ(unread(world.manager), 0) << "all is handed in";
}

TEST_P(Telling, AfterDowntimeAReportIsRemindedOfOnTheDayOrCalledLate) {
    look_on("2018-04-09");
    EXPECT_EQ(world.told(world.manager).size(), 1U);
    look_on("2018-07-20");
    EXPECT_THAT(world.told(world.manager), ElementsAre(testing::StartsWith("programme.report_due_soon"),
                                                       testing::StartsWith("programme.report_late")))
        << "the second quarter, of which nobody was reminded";
    look_on("2018-07-21");
    EXPECT_EQ(world.told(world.manager).size(), 2U);
}

TEST_P(Telling, AReturnedReportTellsWhoReportsUntilItIsHandedInAgain) {
    auto const made = report(world.first, 10);
    step(world.officer, made, WorkStep::give_back, "请补充佐证");
    EXPECT_THAT(world.told(world.manager),
                ElementsAre("programme.report_returned The progress report was returned; mend it and hand it in again: "
                            "2018Q1 1 任务1 (土地整治研究院)"));
    step(world.manager, made, WorkStep::submit);
    EXPECT_EQ(unread(world.manager), 0);
    step(world.officer, made, WorkStep::give_back, "仍不完整");
    EXPECT_EQ(world.told(world.manager).size(), 2U) << "each return";
}

TEST_P(Telling, ARequestForMoreTimeTellsWhoDecides) {
    NewExtension wanted;
    wanted.milestone = world.survey;
    wanted.new_due = day("2018-12-31");
    wanted.reason = "汛期影响";
    world.write([&](sql::Tx& tx) { return extensions.request(tx, world.as(world.manager), wanted); }).value();
    for (auto const& one : {world.officer, world.colleague})
        EXPECT_THAT(world.told(one),
                    ElementsAre("programme.extension_requested More time is requested; please decide: 1.1 成果 "
                                "(土地整治研究院)"));
    EXPECT_THAT(world.told(world.manager), IsEmpty());
}

TEST_P(Telling, ATaskThatTurnsRedIsToldOnceForATurning) {
    look_on("2018-06-30");
    EXPECT_EQ(red_told(), 0) << "due today";
    look_on("2018-07-01");
    look_on("2018-07-01");
    look_on("2018-07-02");
    EXPECT_EQ(red_told(), 2) << "task 1, to two officers";
    EXPECT_EQ(world.told(world.officer).back(), "programme.task_red Task turned red: 1 任务1");
    EXPECT_EQ(world.count("inbox_notification WHERE kind = 'programme.task_red' AND link = '/tasks/" +
                          std::to_string(world.first.value) + "' AND text_en LIKE '%1.1%'"),
              2);
}

TEST_P(Telling, WhatWasRedBeforeTheFirstLookHasNotTurned) {
    look_on("2018-08-15");
    EXPECT_EQ(red_told(), 0);
    look_on("2020-01-10");
    EXPECT_EQ(red_told(), 0) << "red all the time";
}

TEST_P(Telling, ATaskThatTurnsRedAgainIsToldAgain) {
    auto const move = [&](std::string_view due, std::int64_t ordinal) {
        world
            .write([&](sql::Tx& tx) -> base::Result<bool> {
                MilestoneDue moved;
                moved.ordinal = ordinal;
                moved.due = day(due);
                moved.known_from = world.clock.today();
                moved.origin = DueOrigin::extension;
                moved.by_name = "test";
                append_due(tx, world.survey, moved);
                return true;
            })
            .value();
    };
    look_on("2018-06-01");
    look_on("2018-07-10");
    EXPECT_EQ(red_told(), 2) << "after downtime";
    move("2018-09-30", 1);
    look_on("2018-07-11");
    EXPECT_EQ(red_told(), 2);
    look_on("2018-10-01");
    EXPECT_EQ(red_told(), 4);
}

TEST_P(Telling, TwoProcessesTellOnce) {
    look_on("2018-06-30");
    world.set_today("2018-07-03");
    std::unique_ptr<sql::Database> second;
    if (GetParam() == sql::Engine::postgresql) second = sql::Database::open(store.options());
    auto& other = second ? *second : db();
    auto const one = duties(db());
    auto const two = duties(other);
    std::thread first([&] { perform(db(), one); });
    std::thread another([&] { perform(other, two); });
    first.join();
    another.join();
    EXPECT_EQ(red_told(), 2);
    EXPECT_EQ(world.count("inbox_notification WHERE kind = 'programme.report_due_soon'"), 2);
}

TEST_P(Telling, ASlipIsToldAsASlipAndNotAsATodoBesides) {
    NewSlip wanted;
    wanted.task = world.first;
    wanted.unit = world.institute;
    wanted.demand = "请说明滞后原因";
    world.write([&](sql::Tx& tx) { return slips.issue(tx, world.as(world.officer), wanted); }).value();
    EXPECT_THAT(world.told(world.manager), ElementsAre(testing::StartsWith("programme.slip_issued")));
}

}  // namespace
}  // namespace kunyu::programme::test
