#include "programme/registers_world.hpp"

#include <gmock/gmock.h>

namespace kunyu::programme::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class Inspections : public kunyu::test::OnEachEngine {
  protected:
    RegistersWorld world{db()};

    InspectionChange found(std::vector<AssignmentDraft> demands = {}) {
        InspectionChange change;
        change.on = day("2018-05-03");
        change.inspectors = "王处长、李教授";
        change.findings = "观测记录不全。";
        change.units = std::vector<OrganisationId>{world.institute};
        change.tasks = std::vector<std::int64_t>{22, 23};
        change.demands = std::move(demands);
        return change;
    }
    AssignmentDraft demand(char const* due) { return {std::nullopt, world.institute, "补齐记录", day(due)}; }
    base::Result<Inspection> make(InspectionChange const& change, identity::Caller const& caller) {
        return world.write(
            [&](sql::Tx& tx) { return world.inspections.create(tx, world.as(caller), world.plan_id, change); });
    }
    base::Result<Inspection> edit(Inspection const& inspection, InspectionChange const& change,
                                  std::optional<std::int64_t> version = std::nullopt) {
        return world.write([&](sql::Tx& tx) {
            return world.inspections.edit(tx, world.as(world.officer), inspection.id,
                                          version.value_or(inspection.entry.version), change);
        });
    }
    base::Result<Inspection> step(identity::Caller const& caller, Inspection const& inspection,
                                  AssignmentStepInput const& input,
                                  std::optional<std::int64_t> version = std::nullopt) {
        return world.write([&](sql::Tx& tx) {
            return world.inspections.take_step(tx, world.as(caller), inspection.id, version,
                                               inspection.demands.front().id, input);
        });
    }
    std::vector<Inspection> list(identity::Caller const& caller, char const* on = "2018-06-30",
                                 std::optional<OccasionStanding> standing = std::nullopt) {
        InspectionQuery query;
        query.day = day(on);
        query.standing = standing;
        return db().read([&](sql::Session& session) {
            return world.inspections.list(session, world.as(caller), query).value().items;
        });
    }
};
KUNYU_ON_EACH_ENGINE(Inspections);

TEST_P(Inspections, DemandMendingThatTheUnitReportsAndTheMinistryConfirms) {
    auto const made = make(found({demand("2018-06-30")}), world.officer).value();
    EXPECT_EQ(made.tasks.size(), 2U);
    EXPECT_THAT(world.waiting(world.manager), ElementsAre("inspection.mend"));
    EXPECT_EQ(world.first_link(world.manager), "/inspections/" + std::to_string(made.id.value));
    AssignmentStepInput const report{AssignmentStep::report, "已补齐", {world.upload(world.manager)}};
    EXPECT_EQ(refused(step(world.manager, made, {AssignmentStep::confirm, "", {}})), "identity.not_permitted");
    auto const reported = step(world.manager, made, report).value();
    EXPECT_EQ(reported.demands.front().files.size(), 1U);
    EXPECT_EQ(reported.entry.version, 2);
    EXPECT_THAT(world.waiting(world.manager), IsEmpty());
    EXPECT_THAT(world.waiting(world.officer), ElementsAre("inspection.record"));
    step(world.officer, made, {AssignmentStep::give_back, "缺少三月", {}}).value();
    EXPECT_THAT(world.waiting(world.manager), ElementsAre("inspection.mend"));
    step(world.manager, made, {AssignmentStep::report, "已补三月", {}}).value();
    auto const settled = step(world.officer, made, {AssignmentStep::confirm, "", {}}).value();
    EXPECT_EQ(settled.demands.front().history.size(), 4U);
    EXPECT_EQ(settled.demands.front().files.size(), 1U) << "the first report's, since the second brought none";
    EXPECT_THAT(world.waiting(world.officer), IsEmpty());
    EXPECT_EQ(world.recorded("inspection"), 5);
}

TEST_P(Inspections, StandOnADayAsTheyStoodThen) {
    auto const made = make(found({demand("2018-06-10")}), world.officer).value();
    EXPECT_EQ(list(world.officer, "2018-06-10", OccasionStanding::open).size(), 1U);
    EXPECT_EQ(list(world.officer, "2018-06-11", OccasionStanding::overdue).size(), 1U);
    EXPECT_THAT(list(world.officer, "2018-06-11", OccasionStanding::open), IsEmpty());
    EXPECT_THAT(list(world.officer, "2018-05-02"), IsEmpty()) << "not yet held";
    step(world.manager, made, {AssignmentStep::report, "已补齐", {}}).value();
    world.set_today("2018-07-02");
    step(world.officer, made, {AssignmentStep::confirm, "", {}}).value();
    EXPECT_EQ(list(world.officer, "2018-07-02", OccasionStanding::settled).size(), 1U);
    auto const before = list(world.officer, "2018-07-01", OccasionStanding::open);
    ASSERT_EQ(before.size(), 1U);
    EXPECT_EQ(before.front().demands.front().state_on(day("2018-07-01")), AssignmentState::reported);
    EXPECT_EQ(list(world.officer, "2018-06-29", OccasionStanding::overdue).size(), 1U);
}

TEST_P(Inspections, AreSeenByTheUnitsInspectedAndNobodyElse) {
    auto const made = make(found(), world.officer).value();
    auto const sees = [&](identity::Caller const& caller) {
        return db().read([&](sql::Session& session) {
            return world.inspections.find(session, world.as(caller), made.id).has_value();
        });
    };
    EXPECT_TRUE(sees(world.officer));
    EXPECT_TRUE(sees(world.manager));
    EXPECT_FALSE(sees(world.shaanxi));
    EXPECT_EQ(list(world.manager).size(), 1U);
    EXPECT_THAT(list(world.shaanxi), IsEmpty());
    EXPECT_EQ(refused(make(found(), world.manager)), "identity.not_permitted");
    auto change = found({demand("2018-06-30")});
    auto const demanded = make(change, world.officer).value();
    EXPECT_EQ(refused(step(world.shaanxi, demanded, {AssignmentStep::report, "x", {}})),
              "registers.inspection_not_found");
}

TEST_P(Inspections, RefuseWhatDoesNotFit) {
    auto ahead = found();
    ahead.on = day("2018-07-01");
    EXPECT_EQ(refused(make(ahead, world.officer)), "/inspected_on");
    ahead.on = day("2018-06-30");
    EXPECT_EQ(refused(make(ahead, world.officer)), "");
    auto tasks = found();
    tasks.tasks = std::vector<std::int64_t>{22, 31};
    EXPECT_EQ(refused(make(tasks, world.officer)), "/tasks/1");
    auto elsewhere = demand("2018-06-30");
    elsewhere.unit = world.province;
    EXPECT_EQ(refused(make(found({elsewhere}), world.officer)), "/demands/0/unit");
    EXPECT_EQ(refused(make(found({demand("2018-05-02")}), world.officer)), "/demands/0/due_on");
}

TEST_P(Inspections, ChangeOnlyAsRead) {
    auto const made = make(found({demand("2018-06-30")}), world.officer).value();
    InspectionChange change;
    change.findings = "仪器未校准 <script>alert(1)</script>';--";
    EXPECT_EQ(refused(edit(made, change, 7)), "identity.version_conflict");
    auto const changed = edit(made, change).value();
    EXPECT_EQ(changed.findings, change.findings);
    EXPECT_EQ(changed.demands.size(), 1U) << "what is not given stays";
    EXPECT_EQ(refused(edit(made, change)), "identity.version_conflict");
    EXPECT_EQ(refused(step(world.manager, made, {AssignmentStep::report, "x", {}}, 1)), "identity.version_conflict");
    InspectionChange away;
    away.units = std::vector<OrganisationId>{world.province};
    EXPECT_EQ(refused(edit(changed, away)), "/demands/0/unit") << "something is demanded of the unit that would go";
}

TEST_P(Inspections, KeepTheTodoWithTheDemand) {
    auto const made = make(found({demand("2018-06-30")}), world.officer).value();
    auto later = demand("2018-07-31");
    later.id = made.demands.front().id;
    InspectionChange change;
    change.demands = std::vector<AssignmentDraft>{later, demand("2018-08-31")};
    auto const changed = edit(made, change).value();
    EXPECT_THAT(world.waiting(world.manager), ElementsAre("inspection.mend", "inspection.mend"));
    change.demands = std::vector<AssignmentDraft>{};
    edit(changed, change).value();
    EXPECT_THAT(world.waiting(world.manager), IsEmpty());
}

}  // namespace
}  // namespace kunyu::programme::test
