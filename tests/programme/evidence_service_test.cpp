#include "programme/evidence_service.hpp"

#include "programme/work_world.hpp"

#include <gmock/gmock.h>

#include <atomic>
#include <thread>

namespace kunyu::programme::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class EvidenceFlow : public kunyu::test::OnEachEngine {
  protected:
    WorkWorld world{db()};
    EvidenceService evidence{world.ids, world.inbox};

    base::Result<Evidence> hand_in(identity::Caller const& caller, MilestoneId milestone,
                                   std::optional<OrganisationId> unit = std::nullopt) {
        NewEvidence wanted;
        wanted.milestone = milestone;
        wanted.unit = unit;
        wanted.statement = "已通过验收";
        return world.write([&](sql::Tx& tx) { return evidence.hand_in(tx, world.as(caller), wanted); });
    }
    base::Result<Evidence> step(identity::Caller const& caller, Evidence const& of, WorkStep step,
                                std::string const& reason = {}) {
        return world.write([&](sql::Tx& tx) {
            return evidence.take_step(tx, world.as(caller), of.id, std::nullopt, {step, reason});
        });
    }
};
KUNYU_ON_EACH_ENGINE(EvidenceFlow);

TEST_P(EvidenceFlow, IsVerifiedAndRevokedAsKnownDayByDay) {
    auto const handed_in = hand_in(world.manager, world.survey).value();
    EXPECT_EQ(world.milestone_on(world.survey, "2018-04-02").begun_on, day("2018-04-02"));
    EXPECT_THAT(world.waiting(world.officer), ElementsAre("evidence.verify"));
    EXPECT_EQ(refused(hand_in(world.manager, world.survey)), "supervision.evidence_waiting");
    world.set_today("2018-04-10");
    ASSERT_EQ(refused(step(world.officer, handed_in, WorkStep::verify)), "");
    EXPECT_EQ(world.milestone_on(world.survey, "2018-04-09").verified_on, std::nullopt);
    EXPECT_EQ(world.milestone_on(world.survey, "2018-04-10").verified_on, day("2018-04-10"));
    EXPECT_EQ(refused(hand_in(world.manager, world.survey)), "supervision.milestone_verified");
    world.set_today("2018-05-01");
    EXPECT_EQ(refused(step(world.officer, handed_in, WorkStep::revoke)), "/reason");
    ASSERT_EQ(refused(step(world.officer, handed_in, WorkStep::revoke, "数据造假")), "");
    EXPECT_EQ(world.milestone_on(world.survey, "2018-05-01").verified_on, std::nullopt);
    EXPECT_EQ(world.milestone_on(world.survey, "2018-04-30").verified_on, day("2018-04-10")) << "as it was known";
    EXPECT_EQ(refused(hand_in(world.manager, world.survey)), "");
    EXPECT_EQ(world.audited("milestone_evidence"), 4);
}

TEST_P(EvidenceFlow, NobodyVerifiesHisOwnNotEvenThroughAnother) {
    auto officer = world.officer;
    officer.grants.push_back(world.manager.grants.front());
    auto const own = hand_in(officer, world.survey, world.institute).value();
    EXPECT_EQ(refused(step(officer, own, WorkStep::verify)), "supervision.own_evidence");
    EXPECT_EQ(refused(step(officer, own, WorkStep::refuse, "x")), "supervision.own_evidence");
    auto deputy = world.manager;
    deputy.grants.push_back({"ministry_officer", std::nullopt, std::nullopt, world.officer.user});
    EXPECT_EQ(refused(step(deputy, own, WorkStep::verify)), "supervision.own_evidence") << "acting for who handed it in";
    auto himself = world.manager;
    himself.grants.push_back({"ministry_officer", std::nullopt, std::nullopt, world.colleague.user});
    auto const handed_in = hand_in(world.manager, world.rules).value();
    EXPECT_EQ(refused(step(himself, handed_in, WorkStep::verify)), "supervision.own_evidence") << "with delegated rights";
    EXPECT_EQ(refused(step(world.colleague, own, WorkStep::verify)), "");
}

TEST_P(EvidenceFlow, IsHandedInByAUnitThatAnswersAndWithdrawnByIt) {
    EXPECT_EQ(refused(hand_in(world.other, world.survey)), "identity.not_permitted");
    EXPECT_EQ(refused(hand_in(world.other, world.survey, world.academy)), "/unit");
    EXPECT_EQ(refused(hand_in(world.manager, MilestoneId{7})), "programme.milestone_not_found");
    auto const handed_in = hand_in(world.manager, world.survey).value();
    world.set_today("2018-04-03");
    EXPECT_EQ(refused(step(world.manager, handed_in, WorkStep::verify)), "identity.not_permitted");
    ASSERT_EQ(refused(step(world.manager, handed_in, WorkStep::withdraw)), "");
    EXPECT_EQ(world.milestone_on(world.survey, "2018-04-03").begun_on, std::nullopt);
    EXPECT_EQ(world.milestone_on(world.survey, "2018-04-02").begun_on, day("2018-04-02"));
    EXPECT_THAT(world.waiting(world.officer), IsEmpty());
}

TEST_P(EvidenceFlow, RefusedItGoesBackAndTheWorkGoesOn) {
    auto const handed_in = hand_in(world.manager, world.survey).value();
    EXPECT_EQ(refused(step(world.officer, handed_in, WorkStep::refuse)), "/reason");
    step(world.officer, handed_in, WorkStep::refuse, "缺验收意见").value();
    EXPECT_THAT(world.waiting(world.manager), ElementsAre("evidence.hand_in"));
    EXPECT_EQ(world.milestone_on(world.survey, "2018-04-02").begun_on, day("2018-04-02"));
    EXPECT_EQ(refused(hand_in(world.manager, world.survey)), "");
}

TEST_P(EvidenceFlow, OfTwoVerificationsAtOnceOneCounts) {
    auto const first = hand_in(world.manager, world.network).value();
    auto const second = hand_in(world.other, world.network).value();
    std::atomic<int> done{0};
    auto const verify = [&](identity::Caller const& caller, Evidence const& of) {
        if (step(caller, of, WorkStep::verify).has_value()) ++done;
    };
    std::thread one([&] { verify(world.officer, first); });
    std::thread two([&] { verify(world.colleague, second); });
    std::thread three([&] { verify(world.colleague, first); });
    one.join();
    two.join();
    three.join();
    EXPECT_EQ(done, 1);
    EXPECT_EQ(world.count("milestone_verified"), 1);
}

TEST_P(EvidenceFlow, StrangersDoNotSeeIt) {
    auto const handed_in = hand_in(world.manager, world.survey).value();
    auto const seen = [&](identity::Caller const& caller) {
        return world.read([&](sql::Session& session) {
            auto const page = evidence.list(session, world.as(caller), world.first, std::nullopt, 50).value();
            bool const found = evidence.find(session, world.as(caller), handed_in.id).has_value();
            EXPECT_EQ(page.items.size(), found ? 1U : 0U);
            return found;
        });
    };
    EXPECT_TRUE(seen(world.manager));
    EXPECT_TRUE(seen(world.officer));
    EXPECT_FALSE(seen(world.other));
}

}  // namespace
}  // namespace kunyu::programme::test
