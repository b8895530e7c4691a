#include "programme/registers_world.hpp"

#include <gmock/gmock.h>

namespace kunyu::programme::test {
namespace {

using testing::IsEmpty;

class RegulationRegister : public kunyu::test::OnEachEngine {
  protected:
    RegistersWorld world{db()};
    identity::Caller nobody;

    Regulation draft(char const* title, char const* on = "2018-01-10") {
        RegulationChange change;
        change.kind = RegulationKind::measure;
        change.title = Name{title, std::nullopt};
        change.tasks = std::vector<std::int64_t>{22};
        RegulationStart start;
        start.plan = world.plan_id;
        start.on = day(on);
        return world
            .write([&](sql::Tx& tx) { return world.regulations.create(tx, world.as(world.officer), start, change); })
            .value();
    }
    base::Result<Regulation> step(Regulation const& regulation, RegulationStep name, char const* on,
                                  std::optional<std::int64_t> successor = std::nullopt,
                                  std::optional<std::int64_t> version = std::nullopt) {
        RegulationStepInput input;
        input.step = name;
        input.on = day(on);
        input.successor = successor;
        if (name == RegulationStep::issue) input.document_number = "国土资厅发〔2018〕5号";
        return world.write([&](sql::Tx& tx) {
            return world.regulations.take_step(tx, world.as(world.officer), regulation.id, version, input);
        });
    }
    std::vector<Regulation> list(identity::Caller const& caller, char const* on = "2018-06-30",
                                 RegulationQuery query = {}) {
        query.day = day(on);
        return db().read([&](sql::Session& session) {
            return world.regulations.list(session, world.as(caller), query).value().items;
        });
    }
    bool sees(identity::Caller const& caller, RegulationId id, char const* on = "2018-06-30") {
        return db().read([&](sql::Session& session) {
            return world.regulations.find(session, world.as(caller), id, day(on)).has_value();
        });
    }
};
KUNYU_ON_EACH_ENGINE(RegulationRegister);

TEST_P(RegulationRegister, ShowsToAllWhatHasBeenIssuedAndDraftsToTheMinistry) {
    auto const made = draft("野外基地管理办法");
    EXPECT_FALSE(sees(nobody, made.id));
    EXPECT_FALSE(sees(world.manager, made.id));
    EXPECT_TRUE(sees(world.officer, made.id));
    step(made, RegulationStep::consult, "2018-02-01").value();
    auto const issued = step(made, RegulationStep::issue, "2018-03-01").value();
    EXPECT_EQ(issued.document_number, "国土资厅发〔2018〕5号");
    EXPECT_EQ(issued.valid_from, day("2018-03-01"));
    EXPECT_TRUE(sees(nobody, made.id));
    EXPECT_EQ(list(nobody, "2018-03-01").size(), 1U);
    EXPECT_THAT(list(nobody, "2018-02-28"), IsEmpty()) << "it was a draft then";
    EXPECT_EQ(list(world.officer, "2018-02-28").front().state_on(day("2018-02-28")), RegulationState::consultation);
    EXPECT_THAT(list(world.officer, "2018-01-09"), IsEmpty());
    EXPECT_EQ(world.recorded("regulation"), 3);
}

TEST_P(RegulationRegister, KeepsTheChainOfSuccessors) {
    auto const old = draft("旧办法");
    auto const fresh = draft("新办法");
    step(old, RegulationStep::issue, "2018-02-01").value();
    EXPECT_EQ(refused(step(old, RegulationStep::supersede, "2018-03-01", fresh.id.value)), "/successor") << "a draft";
    step(fresh, RegulationStep::issue, "2018-03-01").value();
    EXPECT_EQ(refused(step(old, RegulationStep::supersede, "2018-03-01", old.id.value)), "/successor");
    EXPECT_EQ(refused(step(old, RegulationStep::supersede, "2018-03-01", 7)), "/successor");
    EXPECT_EQ(step(old, RegulationStep::supersede, "2018-03-01", fresh.id.value)->successor, fresh.id);
    EXPECT_EQ(refused(step(fresh, RegulationStep::supersede, "2018-04-01", old.id.value)), "/successor")
        << "in a circle";
    RegulationQuery query;
    query.in_force = true;
    EXPECT_EQ(list(nobody, "2018-02-15", query).size(), 1U);
    EXPECT_EQ(list(nobody, "2018-03-01", query).front().id, fresh.id);
    query.in_force = false;
    EXPECT_EQ(list(nobody, "2018-03-01", query).front().id, old.id);
}

TEST_P(RegulationRegister, TakesStepsInOrderAndNoneAhead) {
    auto const made = draft("办法", "2018-06-30");
    EXPECT_EQ(refused(step(made, RegulationStep::issue, "2018-06-29")), "/on");
    EXPECT_EQ(refused(step(made, RegulationStep::issue, "2018-07-01")), "/on");
    EXPECT_EQ(refused(step(made, RegulationStep::repeal, "2018-06-30")), "registers.step_not_open");
    EXPECT_EQ(refused(step(made, RegulationStep::issue, "2018-06-30", std::nullopt, 2)), "identity.version_conflict");
    RegulationChange change;
    change.note = std::optional<std::string>("修订稿");
    auto const edit = [&](identity::Caller const& caller, std::int64_t version) {
        return world.write(
            [&](sql::Tx& tx) { return world.regulations.edit(tx, world.as(caller), made.id, version, change); });
    };
    EXPECT_EQ(refused(edit(world.manager, 1)), "registers.regulation_not_found");
    EXPECT_EQ(refused(edit(world.officer, 2)), "identity.version_conflict");
    EXPECT_EQ(edit(world.officer, 1)->note, "修订稿");
}

TEST_P(RegulationRegister, BeginsWithWhatThePlanAsksFor) {
    auto const enter = [&] {
        return world
            .write([&](sql::Tx& tx) {
                return world.regulations.import_pack(tx, world.core.caller(), registry::test::pack());
            })
            .value();
    };
    EXPECT_EQ(enter(), 8);
    EXPECT_EQ(enter(), 0) << "once";
    auto const all = list(world.officer, "2017-11-06");
    ASSERT_EQ(all.size(), 8U);
    EXPECT_EQ(all.front().state(), RegulationState::asked_for);
    EXPECT_EQ(all.front().basis, "official");
    EXPECT_THAT(list(nobody), IsEmpty());
    RegulationQuery query;
    query.task = 23;
    EXPECT_EQ(list(world.officer, "2018-06-30", query).size(), 3U);
}

}  // namespace
}  // namespace kunyu::programme::test
