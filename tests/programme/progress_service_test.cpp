#include "programme/progress_service.hpp"

#include "programme/work_world.hpp"

#include <gmock/gmock.h>

namespace kunyu::programme::test {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

class ProgressFlow : public kunyu::test::OnEachEngine {
  protected:
    WorkWorld world{db()};
    ProgressService reports{world.ids, world.inbox};

    static ReportChange change(std::int64_t percent, std::string const& progress = "已完成外业") {
        ReportChange out;
        out.percent = std::optional(percent);
        out.progress = std::optional(progress);
        return out;
    }
    base::Result<ProgressReport> create(identity::Caller const& caller, TaskId task, Cycle cycle,
                                        ReportChange const& with, bool submit = true,
                                        std::optional<OrganisationId> unit = std::nullopt) {
        NewReport wanted;
        wanted.task = task;
        wanted.unit = unit;
        wanted.cycle = cycle;
        wanted.change = with;
        wanted.submit = submit;
        return world.write([&](sql::Tx& tx) { return reports.create(tx, world.as(caller), wanted); });
    }
    base::Result<ProgressReport> edit(identity::Caller const& caller, ProgressReport const& report,
                                      ReportChange const& with) {
        return world.write(
            [&](sql::Tx& tx) { return reports.edit(tx, world.as(caller), report.id, report.version, with); });
    }
    base::Result<ProgressReport> step(identity::Caller const& caller, ProgressReport const& report, WorkStep step,
                                      std::string const& reason = {}) {
        return world.write([&](sql::Tx& tx) {
            return reports.take_step(tx, world.as(caller), report.id, std::nullopt, {step, reason});
        });
    }
    std::optional<std::int64_t> reported_on(TaskId task, OrganisationId unit, char const* on) {
        return world.progress_on(task, unit, on).reported;
    }
    std::vector<OwedReport> owed(identity::Caller const& caller, std::string_view on) {
        return world.read([&](sql::Session& session) {
            std::vector<OwedReport> out;
            for (auto const& of : reports.owed(session, world.as(caller), std::nullopt, std::nullopt, day(on)).value())
                out.insert(out.end(), of.reports.begin(), of.reports.end());
            return out;
        });
    }
};
KUNYU_ON_EACH_ENGINE(ProgressFlow);

TEST_P(ProgressFlow, IsWrittenReturnedMendedAndAccepted) {
    auto const report = create(world.manager, world.first, {2018, 1}, change(20), false).value();
    EXPECT_EQ(report.state, WorkState::draft);
    EXPECT_EQ(refused(step(world.manager, report, WorkStep::accept)), "supervision.step_not_open");
    ASSERT_EQ(refused(step(world.manager, report, WorkStep::submit)), "");
    EXPECT_THAT(world.waiting(world.officer), Contains("progress.review"));
    EXPECT_EQ(refused(step(world.manager, report, WorkStep::accept)), "identity.not_permitted");
    EXPECT_EQ(refused(step(world.officer, report, WorkStep::give_back)), "/reason");
    ASSERT_EQ(refused(step(world.officer, report, WorkStep::give_back, "补充说明")), "");
    EXPECT_THAT(world.waiting(world.manager), ElementsAre("progress.report"));
    ASSERT_EQ(refused(step(world.manager, report, WorkStep::submit)), "");
    auto const accepted = step(world.officer, report, WorkStep::accept).value();
    EXPECT_EQ(accepted.state, WorkState::accepted);
    EXPECT_THAT(world.waiting(world.officer), IsEmpty());
    EXPECT_EQ(world.audited("progress_report"), 5);
    EXPECT_EQ(refused(edit(world.manager, accepted, change(30))), "supervision.report_locked");
}

TEST_P(ProgressFlow, AStaleAutosaveIsRefusedAndLosesNothing) {
    auto const report = create(world.manager, world.first, {2018, 1}, change(20), false).value();
    auto const saved = edit(world.manager, report, change(25)).value();
    EXPECT_EQ(saved.version, 2);
    EXPECT_EQ(refused(edit(world.manager, report, change(30))), "identity.version_conflict");
    EXPECT_EQ(world.read([&](sql::Session& session) { return load_report(session, report.id)->percent; }), 25);
}

TEST_P(ProgressFlow, OnlyAUnitThatAnswersReportsAndOnlyForItself) {
    EXPECT_EQ(refused(create(world.other, world.first, {2018, 1}, change(1))), "identity.not_permitted");
    EXPECT_EQ(refused(create(world.other, world.first, {2018, 1}, change(1), true, world.academy)), "/unit");
    EXPECT_EQ(refused(create(world.other, world.second, {2018, 1}, change(1), true, world.institute)),
              "identity.not_permitted");
    auto both = world.manager;
    both.grants.push_back(world.other.grants.front());
    EXPECT_EQ(refused(create(both, world.second, {2018, 1}, change(1))), "/unit") << "which of the two";
    EXPECT_EQ(refused(create(world.officer, world.second, {2018, 1}, change(1), true, world.institute)),
              "identity.not_permitted")
        << "who reviews does not report";
    EXPECT_EQ(create(world.other, world.second, {2018, 1}, change(1)).value().unit, world.academy);
    EXPECT_EQ(refused(create(world.manager, TaskId{99}, {2018, 1}, change(1))), "programme.task_not_found");
}

TEST_P(ProgressFlow, PercentsHaveBoundsAndAFallNeedsItsReason) {
    EXPECT_EQ(refused(create(world.manager, world.first, {2018, 1}, change(101))), "/percent");
    EXPECT_EQ(refused(create(world.manager, world.first, {2018, 1}, change(-1), false)), "/percent");
    create(world.manager, world.first, {2018, 1}, change(30)).value();
    EXPECT_EQ(refused(create(world.manager, world.first, {2018, 2}, change(29))), "/fall_reason");
    auto fallen = change(29);
    fallen.fall_reason = std::optional<std::string>("核减一个测区");
    EXPECT_EQ(refused(create(world.manager, world.first, {2018, 2}, fallen)), "");
    create(world.manager, world.second, {2018, 2}, change(40)).value();
    EXPECT_EQ(refused(create(world.manager, world.second, {2018, 1}, change(5))), "") << "an older cycle is no fall";
    EXPECT_EQ(refused(create(world.manager, world.first, {2018, 2}, change(40))), "supervision.report_exists");
}

TEST_P(ProgressFlow, TheCycleDecidesWhenItIsTakenAndWhenItIsLate) {
    world.set_today("2018-03-31");
    EXPECT_EQ(refused(create(world.manager, world.first, {2018, 2}, change(1))), "supervision.cycle_not_begun");
    world.set_now("2018-04-10T15:59:59Z");
    EXPECT_FALSE(create(world.manager, world.first, {2018, 1}, change(1)).value().late)
        << "the last second of the due day";
    world.set_now("2018-04-10T16:00:00Z");
    EXPECT_TRUE(create(world.manager, world.second, {2018, 1}, change(1)).value().late);
    world.set_now("2018-05-15T15:59:59Z");
    auto const draft = create(world.other, world.second, {2018, 1}, change(1), false).value();
    world.set_now("2018-05-15T16:00:00Z");
    EXPECT_EQ(refused(step(world.other, draft, WorkStep::submit)), "supervision.cycle_closed");
    EXPECT_EQ(world.read([&](sql::Session& session) { return load_report(session, draft.id)->percent; }), 1)
        << "the draft stays";
}

TEST_P(ProgressFlow, WhatWasReturnedIsTakenAfterTheClosingDayAndIsNotLate) {
    auto const report = create(world.manager, world.first, {2018, 1}, change(20)).value();
    world.set_today("2018-06-01");
    step(world.officer, report, WorkStep::give_back, "数字不实").value();
    world.set_today("2018-06-20");
    auto const again = step(world.manager, report, WorkStep::submit).value();
    EXPECT_FALSE(again.late);
    EXPECT_EQ(base::day_of(*again.submitted_at), day("2018-04-02"));
}

TEST_P(ProgressFlow, WhatIsKnownOnADayDoesNotChangeAfterwards) {
    auto const old = create(world.manager, world.first, {2018, 1}, change(20)).value();
    world.set_today("2018-07-05");
    auto const latest = create(world.manager, world.first, {2018, 2}, change(45)).value();
    world.set_today("2018-07-10");
    step(world.officer, latest, WorkStep::give_back, "缺附件").value();
    world.set_today("2018-07-20");
    edit(world.manager, world.read([&](sql::Session& session) { return *load_report(session, latest.id); }), change(40))
        .value();
    step(world.manager, latest, WorkStep::submit).value();
    world.set_today("2018-08-01");
    step(world.officer, old, WorkStep::give_back, "核对").value();
    step(world.manager, old, WorkStep::submit).value();
    struct Row {
        char const* on;
        std::optional<std::int64_t> percent;
    };
    for (auto const& row : {Row{"2018-04-01", std::nullopt}, Row{"2018-04-02", 2000}, Row{"2018-07-04", 2000},
                            Row{"2018-07-05", 4500}, Row{"2018-07-09", 4500}, Row{"2018-07-10", 2000},
                            Row{"2018-07-19", 2000}, Row{"2018-07-20", 4000}, Row{"2019-01-01", 4000}})
        EXPECT_EQ(reported_on(world.first, world.institute, row.on), row.percent) << row.on;
}

TEST_P(ProgressFlow, MilestonesBeginWhenAReportSaysSo) {
    auto with = change(20);
    with.begun = std::vector<std::int64_t>{world.network.value};
    EXPECT_EQ(refused(create(world.manager, world.first, {2018, 1}, with)), "/begun/0") << "of another task";
    with.begun = std::vector<std::int64_t>{world.survey.value};
    auto const report = create(world.manager, world.first, {2018, 1}, with).value();
    EXPECT_EQ(world.milestone_on(world.survey, "2018-04-01").begun_on, std::nullopt);
    EXPECT_EQ(world.milestone_on(world.survey, "2018-04-02").begun_on, day("2018-04-02"));
    world.set_today("2018-04-20");
    auto const returned = step(world.officer, report, WorkStep::give_back, "尚未开工").value();
    EXPECT_EQ(world.milestone_on(world.survey, "2018-04-20").begun_on, std::nullopt);
    auto without = change(20);
    without.begun = std::vector<std::int64_t>{};
    edit(world.manager, returned, without).value();
    step(world.manager, report, WorkStep::submit).value();
    EXPECT_EQ(world.milestone_on(world.survey, "2018-05-01").begun_on, std::nullopt);
    EXPECT_EQ(world.milestone_on(world.survey, "2018-04-19").begun_on, day("2018-04-02")) << "as it was known then";
}

TEST_P(ProgressFlow, ADraftBeginsWithTheReportBeforeIt) {
    auto with = change(20);
    with.begun = std::vector<std::int64_t>{world.survey.value};
    with.money_fen = std::optional<std::int64_t>(100);
    create(world.manager, world.first, {2018, 1}, with).value();
    auto const draft = create(world.manager, world.first, {2018, 2}, {}, false).value();
    EXPECT_EQ(draft.percent, 20);
    EXPECT_EQ(draft.progress, "已完成外业");
    EXPECT_THAT(draft.begun, ElementsAre(world.survey.value));
    EXPECT_EQ(draft.money_fen, std::nullopt) << "spent in the cycle";
}

TEST_P(ProgressFlow, OthersSeeNoDraftsAndStrangersNothing) {
    auto reader = world.manager;
    reader.grants[0].role = "platform_director";
    auto const report = create(world.manager, world.first, {2018, 1}, change(20), false).value();
    auto const seen = [&](identity::Caller const& caller) {
        return world.read([&](sql::Session& session) {
            bool const found = reports.find(session, world.as(caller), report.id).has_value();
            EXPECT_EQ(reports.list(session, world.as(caller), {}).value().items.size(), found ? 1U : 0U);
            return found;
        });
    };
    EXPECT_TRUE(seen(world.manager));
    EXPECT_FALSE(seen(reader));
    EXPECT_FALSE(seen(world.other));
    step(world.manager, report, WorkStep::submit).value();
    EXPECT_TRUE(seen(reader));
    EXPECT_FALSE(seen(world.other));
}

TEST_P(ProgressFlow, AttachmentsAreTheUploadersOwn) {
    auto with = change(20);
    with.files = std::vector<std::int64_t>{world.upload(world.other)};
    EXPECT_EQ(refused(create(world.manager, world.first, {2018, 1}, with)), "/files/0");
    with.files = std::vector<std::int64_t>{world.upload(world.manager)};
    EXPECT_EQ(create(world.manager, world.first, {2018, 1}, with).value().files, *with.files);
}

TEST_P(ProgressFlow, WhatAUnitOwesIsCalledInSomeDaysBeforeItIsDue) {
    EXPECT_THAT(owed(world.manager, "2018-01-02"), IsEmpty());
    world.set_today("2018-04-03");
    auto const all = owed(world.manager, "2018-04-03");
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0].cycle, (Cycle{2018, 1}));
    EXPECT_EQ(all[0].state, OwedState::due);
    EXPECT_FALSE(all[0].late);
    EXPECT_TRUE(owed(world.manager, "2018-04-11")[0].late);
    auto const report = create(world.manager, world.first, {2018, 1}, change(20)).value();
    EXPECT_EQ(owed(world.manager, "2018-04-03").size(), 1U);
    EXPECT_EQ(owed(world.other, "2018-04-03").size(), 1U);
    world.set_today("2018-06-01");
    EXPECT_THAT(owed(world.manager, "2018-06-01"), IsEmpty()) << "closed";
    step(world.officer, report, WorkStep::give_back, "核对").value();
    auto const returned = owed(world.manager, "2018-06-01");
    ASSERT_EQ(returned.size(), 1U);
    EXPECT_EQ(returned[0].state, OwedState::returned);
    EXPECT_EQ(returned[0].report, report.id);
}

}  // namespace
}  // namespace kunyu::programme::test
