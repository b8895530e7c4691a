#include "programme/extension_service.hpp"

#include "programme/work_world.hpp"

#include <gmock/gmock.h>

#include <atomic>
#include <thread>

namespace kunyu::programme::test {
namespace {

using testing::ElementsAre;

TEST(NewDue, LiesAfterThePresentOneAndAfterToday) {
    struct Row {
        char const* wanted;
        char const* due;
        char const* today;
        bool taken;
    };
    for (auto const& row :
         {Row{"2018-07-01", "2018-06-30", "2018-04-02", true}, Row{"2018-06-30", "2018-06-30", "2018-04-02", false},
          Row{"2018-07-01", "2018-06-30", "2018-07-01", false}, Row{"2018-07-02", "2018-06-30", "2018-07-01", true}})
        EXPECT_EQ(check_new_due(day(row.wanted), day(row.due), day(row.today)).has_value(), row.taken) << row.wanted;
}

class ExtensionFlow : public kunyu::test::OnEachEngine {
  protected:
    WorkWorld world{db()};
    ExtensionService extensions{world.ids, world.inbox};

    base::Result<Extension> request(identity::Caller const& caller, MilestoneId milestone, std::string_view new_due) {
        NewExtension wanted;
        wanted.milestone = milestone;
        wanted.new_due = day(new_due);
        wanted.reason = "用地手续未办结";
        return world.write([&](sql::Tx& tx) { return extensions.request(tx, world.as(caller), wanted); });
    }
    base::Result<Extension> step(identity::Caller const& caller, Extension const& of, WorkStep step,
                                 std::string const& reason = {}) {
        return world.write([&](sql::Tx& tx) {
            return extensions.take_step(tx, world.as(caller), of.id, std::nullopt, {step, reason});
        });
    }
};
KUNYU_ON_EACH_ENGINE(ExtensionFlow);

TEST_P(ExtensionFlow, ApprovalMovesTheDeadlineFromThatDayOn) {
    EXPECT_EQ(refused(request(world.manager, world.survey, "2018-06-30")), "/new_due");
    EXPECT_EQ(refused(request(world.other, world.survey, "2018-12-31")), "identity.not_permitted");
    auto const wanted = request(world.manager, world.survey, "2018-12-31").value();
    EXPECT_EQ(refused(request(world.manager, world.survey, "2018-11-30")), "supervision.extension_waiting");
    EXPECT_THAT(world.waiting(world.officer), ElementsAre("extension.decide"));
    EXPECT_EQ(refused(step(world.manager, wanted, WorkStep::approve)), "identity.not_permitted");
    world.set_today("2018-07-10");
    ASSERT_EQ(refused(step(world.officer, wanted, WorkStep::approve)), "");
    EXPECT_EQ(world.milestone_on(world.survey, "2018-07-09").due, day("2018-06-30")) << "as it was known";
    auto const moved = world.milestone_on(world.survey, "2018-07-10");
    EXPECT_EQ(moved.due, day("2018-12-31"));
    EXPECT_EQ(moved.first_due, day("2018-06-30"));
    EXPECT_EQ(moved.version, 2);
    auto const dues = world.read([&](sql::Session& session) { return load_dues(session, world.survey); });
    ASSERT_EQ(dues.size(), 2U);
    EXPECT_EQ(dues[1].origin, DueOrigin::extension);
    EXPECT_EQ(dues[1].request, wanted.id.value);
    EXPECT_EQ(world.count("plan_revision"), 1);
    EXPECT_EQ(refused(request(world.manager, world.survey, "2019-12-31")), "") << "once more is possible";
}

TEST_P(ExtensionFlow, WhatHasPassedMeanwhileIsNotApproved) {
    auto const wanted = request(world.manager, world.survey, "2018-07-01").value();
    world.set_today("2018-07-01");
    EXPECT_EQ(refused(step(world.officer, wanted, WorkStep::approve)), "/new_due");
    EXPECT_EQ(refused(step(world.officer, wanted, WorkStep::refuse)), "/reason");
    EXPECT_EQ(refused(step(world.officer, wanted, WorkStep::refuse, "已过期")), "");
    EXPECT_EQ(refused(step(world.officer, wanted, WorkStep::approve)), "supervision.step_not_open");
}

TEST_P(ExtensionFlow, ItsUnitWithdrawsIt) {
    auto const wanted = request(world.manager, world.survey, "2018-07-01").value();
    EXPECT_EQ(refused(step(world.other, wanted, WorkStep::withdraw)), "supervision.extension_not_found");
    EXPECT_EQ(refused(step(world.manager, wanted, WorkStep::withdraw)), "");
    EXPECT_EQ(refused(request(world.manager, world.survey, "2018-08-01")), "");
}

TEST_P(ExtensionFlow, OfTwoApprovalsAtOnceOneCounts) {
    auto const wanted = request(world.manager, world.survey, "2018-12-31").value();
    std::atomic<int> done{0};
    auto const approve = [&](identity::Caller const& caller) {
        if (step(caller, wanted, WorkStep::approve).has_value()) ++done;
    };
    std::thread one([&] { approve(world.officer); });
    std::thread two([&] { approve(world.colleague); });
    one.join();
    two.join();
    EXPECT_EQ(done, 1);
    EXPECT_EQ(world.count("plan_milestone_due"), 4);
}

}  // namespace
}  // namespace kunyu::programme::test
