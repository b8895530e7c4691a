#include "programme/registers_world.hpp"

#include <gmock/gmock.h>

namespace kunyu::programme::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class Meetings : public kunyu::test::OnEachEngine {
  protected:
    RegistersWorld world{db()};

    MeetingChange held(char const* on = "2018-04-10") {
        MeetingChange change;
        change.on = day(on);
        change.title = "协调小组第一次会议";
        change.units = std::vector<OrganisationId>{world.institute};
        change.agenda = std::vector<std::string>{"听取进展", "研究问题"};
        return change;
    }
    MeetingChange with_action(MeetingChange change, OrganisationId unit) {
        change.decisions = std::vector<std::string>{"加快建设"};
        change.actions = std::vector<AssignmentDraft>{{std::nullopt, unit, "报送建设方案", day("2018-05-10")}};
        return change;
    }
    base::Result<Meeting> make(MeetingChange const& change, identity::Caller const& caller) {
        return world.write(
            [&](sql::Tx& tx) { return world.meetings.create(tx, world.as(caller), world.plan_id, change); });
    }
    base::Result<Meeting> step(identity::Caller const& caller, Meeting const& meeting,
                               AssignmentStepInput const& input) {
        return world.write([&](sql::Tx& tx) {
            return world.meetings.take_step(tx, world.as(caller), meeting.id, std::nullopt, meeting.actions.front().id,
                                            input);
        });
    }
    std::vector<Meeting> list(identity::Caller const& caller, MeetingQuery query = {}) {
        if (query.day == base::Day{}) query.day = day("2018-06-30");
        return db().read(
            [&](sql::Session& session) { return world.meetings.list(session, world.as(caller), query).value().items; });
    }
};
KUNYU_ON_EACH_ENGINE(Meetings);

TEST_P(Meetings, ChargeUnitsThatReportAndAreConfirmed) {
    auto const made = make(with_action(held(), world.province), world.officer).value();
    EXPECT_THAT(made.agenda, ElementsAre("听取进展", "研究问题"));
    EXPECT_THAT(world.waiting(world.shaanxi), ElementsAre("meeting.act"));
    EXPECT_EQ(world.first_link(world.shaanxi), "/meetings/" + std::to_string(made.id.value));
    MeetingQuery overdue;
    overdue.standing = OccasionStanding::overdue;
    EXPECT_EQ(list(world.officer, overdue).size(), 1U);
    EXPECT_EQ(refused(step(world.manager, made, {AssignmentStep::report, "x", {}})), "identity.not_permitted");
    step(world.shaanxi, made, {AssignmentStep::report, "已报送", {}}).value();
    EXPECT_THAT(list(world.officer, overdue), IsEmpty());
    EXPECT_THAT(world.waiting(world.officer), ElementsAre("meeting.record"));
    EXPECT_EQ(refused(step(world.shaanxi, made, {AssignmentStep::confirm, "", {}})), "identity.not_permitted");
    step(world.officer, made, {AssignmentStep::confirm, "", {}}).value();
    MeetingQuery settled;
    settled.standing = OccasionStanding::settled;
    EXPECT_EQ(list(world.officer, settled).size(), 1U);
    EXPECT_EQ(world.recorded("meeting"), 3);
}

TEST_P(Meetings, AreSeenByWhoAttendedOrWasCharged) {
    make(held(), world.officer).value();
    make(with_action(held(), world.province), world.officer).value();
    EXPECT_EQ(list(world.manager).size(), 2U);
    EXPECT_EQ(list(world.shaanxi).size(), 1U);
    MeetingQuery query;
    query.unit = world.province;
    EXPECT_EQ(list(world.officer, query).size(), 1U);
    EXPECT_EQ(refused(make(held(), world.manager)), "identity.not_permitted");
}

TEST_P(Meetings, DecideNothingBeforeTheyAreHeld) {
    EXPECT_EQ(refused(make(with_action(held("2018-07-01"), world.institute), world.officer)), "/decisions");
    auto const planned = make(held("2018-07-01"), world.officer).value();
    MeetingQuery by_day;
    by_day.held_only = true;
    EXPECT_THAT(list(world.officer, by_day), IsEmpty());
    EXPECT_EQ(list(world.officer).size(), 1U);
    MeetingChange change;
    change.minutes = std::optional<std::string>("纪要");
    auto const edit = [&](std::int64_t version) {
        return world.write(
            [&](sql::Tx& tx) { return world.meetings.edit(tx, world.as(world.officer), planned.id, version, change); });
    };
    EXPECT_EQ(refused(edit(2)), "identity.version_conflict");
    EXPECT_EQ(edit(1)->minutes, "纪要");
}

}  // namespace
}  // namespace kunyu::programme::test
