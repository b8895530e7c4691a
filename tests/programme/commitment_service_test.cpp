#include "programme/registers_world.hpp"

#include <gmock/gmock.h>

namespace kunyu::programme::test {
namespace {

using testing::IsEmpty;

class Ledger : public kunyu::test::OnEachEngine {
  protected:
    RegistersWorld world{db()};

    CommitmentChange money(std::optional<std::int64_t> amount, char const* due) {
        CommitmentChange change;
        change.kind = CommitmentKind::money;
        change.task = std::optional<std::int64_t>(30);
        change.what = "运行经费";
        change.amount = amount;
        change.promised_on = day("2018-03-01");
        if (due) change.due = std::optional(day(due));
        return change;
    }
    base::Result<Commitment> promise(identity::Caller const& caller, OrganisationId by,
                                     CommitmentChange const& change) {
        return world.write(
            [&](sql::Tx& tx) { return world.commitments.create(tx, world.as(caller), world.plan_id, by, change); });
    }
    base::Result<Commitment> deliver(identity::Caller const& caller, Commitment const& commitment, char const* on,
                                     std::optional<std::int64_t> amount, bool completes = false) {
        NewDelivery delivery;
        delivery.known = {day(on), amount, completes};
        return world.write([&](sql::Tx& tx) {
            return world.commitments.deliver(tx, world.as(caller), commitment.id, std::nullopt, delivery);
        });
    }
    std::vector<Commitment> list(identity::Caller const& caller, std::optional<CommitmentState> state = std::nullopt,
                                 char const* on = "2018-06-30") {
        CommitmentQuery query;
        query.filter.day = day(on);
        query.filter.state = state;
        return db().read([&](sql::Session& session) {
            return world.commitments.list(session, world.as(caller), query).value().items;
        });
    }
    std::vector<CommitmentTotal> totals(identity::Caller const& caller, TotalsBy by, char const* on = "2018-06-30") {
        CommitmentFilter filter;
        filter.day = day(on);
        return db().read([&](sql::Session& session) {
            return world.commitments.totals(session, world.as(caller), by, filter).value();
        });
    }
};
KUNYU_ON_EACH_ENGINE(Ledger);

TEST_P(Ledger, FollowsAPromiseFromTheDayToTheDelivery) {
    auto const made = promise(world.manager, world.institute, money(100'00, "2018-06-30")).value();
    EXPECT_EQ(state_on(made, day("2018-06-30")), CommitmentState::not_due);
    EXPECT_EQ(state_on(made, day("2018-07-01")), CommitmentState::overdue);
    auto const some = deliver(world.manager, made, "2018-06-01", 40'00).value();
    EXPECT_EQ(state_on(some, day("2018-06-01")), CommitmentState::partly);
    EXPECT_EQ(state_on(some, day("2018-05-31")), CommitmentState::not_due);
    auto const all = deliver(world.manager, made, "2018-06-30", 70'00).value();
    EXPECT_EQ(state_on(all, day("2018-07-01")), CommitmentState::delivered) << "more than promised";
    EXPECT_EQ(all.entry.version, 3);
    EXPECT_EQ(refused(deliver(world.manager, made, "2018-07-01", 1)), "/delivered_on");
    EXPECT_EQ(refused(deliver(world.manager, made, "2018-06-30", std::nullopt)), "/amount");
    EXPECT_EQ(world.recorded("commitment"), 3);
}

TEST_P(Ledger, FiltersByTheStateThatItShows) {
    promise(world.manager, world.institute, money(100, "2018-06-29")).value();
    promise(world.manager, world.institute, money(100, "2018-06-30")).value();
    promise(world.manager, world.institute, money(std::nullopt, nullptr)).value();
    auto const partly = promise(world.manager, world.institute, money(100, nullptr)).value();
    deliver(world.manager, partly, "2018-06-15", 1).value();
    auto const complete = promise(world.manager, world.institute, money(std::nullopt, "2018-06-01")).value();
    deliver(world.manager, complete, "2018-06-20", std::nullopt, true).value();
    for (auto const* on : {"2018-06-14", "2018-06-19", "2018-06-30", "2018-12-31"}) {
        std::size_t seen = 0;
        for (auto const state :
             {CommitmentState::not_due, CommitmentState::partly, CommitmentState::delivered, CommitmentState::overdue})
            for (auto const& one : list(world.officer, state, on)) {
                EXPECT_EQ(state_on(one, day(on)), state) << on;
                ++seen;
            }
        EXPECT_EQ(seen, 5U) << on;
    }
    EXPECT_THAT(list(world.officer, std::nullopt, "2018-02-28"), IsEmpty()) << "not yet promised";
}

TEST_P(Ledger, AddsUpWhatIsKnown) {
    auto const one = promise(world.manager, world.institute, money(100, "2018-06-30")).value();
    promise(world.manager, world.institute, money(50, "2018-06-29")).value();
    promise(world.manager, world.institute, money(30, "2018-12-31")).value();
    promise(world.manager, world.institute, money(std::nullopt, "2018-06-01")).value();
    promise(world.shaanxi, world.province, money(std::nullopt, nullptr)).value();
    deliver(world.manager, one, "2018-06-30", 120).value();
    auto const all = totals(world.officer, TotalsBy::host);
    ASSERT_EQ(all.size(), 2U);
    auto const& host = all[0].host == world.institute ? all[0] : all[1];
    auto const& other = all[0].host == world.institute ? all[1] : all[0];
    EXPECT_EQ(host.commitments, 4);
    EXPECT_EQ(host.unknown, 1);
    EXPECT_EQ(host.promised, 180);
    EXPECT_EQ(host.due, 150) << "what is due today is due";
    EXPECT_EQ(host.delivered, 120);
    EXPECT_EQ(host.overdue, 2);
    EXPECT_EQ(other.promised, std::nullopt) << "unknown is not nothing";
    EXPECT_EQ(other.delivered, std::nullopt);
    EXPECT_EQ(totals(world.officer, TotalsBy::host, "2018-06-29").size(), 2U);
    EXPECT_EQ(totals(world.shaanxi, TotalsBy::host).size(), 1U);
    std::int64_t counted = 0;
    for (auto const& total : totals(world.officer, TotalsBy::province)) counted += total.commitments;
    EXPECT_EQ(counted, 5);
}

TEST_P(Ledger, BelongsToWhoPromisedAndIsReadByThePlatform) {
    auto change = money(100, "2018-12-31");
    change.platform = std::optional(world.core.platform("P012"));
    auto const made = promise(world.shaanxi, world.province, change).value();
    EXPECT_EQ(refused(promise(world.shaanxi, world.institute, change)), "identity.not_permitted");
    EXPECT_EQ(list(world.director).size(), 1U) << "the director of the platform it is for";
    EXPECT_EQ(list(world.manager).size(), 1U) << "its host";
    EXPECT_EQ(refused(deliver(world.manager, made, "2018-06-30", 1)), "identity.not_permitted");
    promise(world.manager, world.institute, money(1, nullptr)).value();
    EXPECT_EQ(list(world.shaanxi).size(), 1U) << "nothing of another's";
    auto const foreign = promise(world.officer, world.institute, money(1, nullptr)).value();
    EXPECT_EQ(refused(deliver(world.shaanxi, foreign, "2018-06-30", 1)), "registers.commitment_not_found");
}

TEST_P(Ledger, IsNotRewrittenByWhoIsLate) {
    auto const made = promise(world.manager, world.institute, money(100, "2018-06-29")).value();
    CommitmentChange change;
    change.due = std::optional(day("2019-12-31"));
    auto const edit = [&](identity::Caller const& caller, std::int64_t version) {
        return world.write(
            [&](sql::Tx& tx) { return world.commitments.edit(tx, world.as(caller), made.id, version, change); });
    };
    EXPECT_EQ(refused(edit(world.manager, 1)), "registers.commitment_is_due");
    EXPECT_EQ(refused(edit(world.officer, 2)), "identity.version_conflict");
    EXPECT_EQ(refused(edit(world.officer, 1)), "");
    EXPECT_EQ(refused(edit(world.manager, 2)), "") << "no longer due";
}

TEST_P(Ledger, GivesUpMistakesWithAReason) {
    auto const made = promise(world.manager, world.institute, money(100, nullptr)).value();
    auto const wrong = deliver(world.manager, made, "2018-06-30", 1).value();
    auto const take_back = [&](DeliveryId delivery, std::int64_t version) {
        return world.write([&](sql::Tx& tx) {
            return world.commitments.remove_delivery(tx, world.as(world.manager), made.id, version, delivery, "填错");
        });
    };
    EXPECT_EQ(refused(take_back({7}, 2)), "registers.delivery_not_found");
    EXPECT_EQ(refused(take_back(wrong.deliveries.front().id, 1)), "identity.version_conflict");
    EXPECT_THAT(take_back(wrong.deliveries.front().id, 2)->deliveries, IsEmpty());
    auto const remove = [&](identity::Caller const& caller) {
        return world.write(
            [&](sql::Tx& tx) { return world.commitments.remove(tx, world.as(caller), made.id, 3, "重复登记"); });
    };
    EXPECT_EQ(refused(remove(world.manager)), "identity.not_permitted");
    EXPECT_EQ(refused(remove(world.officer)), "");
    EXPECT_THAT(list(world.officer), IsEmpty());
    EXPECT_EQ(world.recorded("commitment"), 4);
}

TEST_P(Ledger, LosesSamplesAndWhatWasPromisedToThem) {
    auto const real = promise(world.manager, world.institute, money(100, nullptr)).value();
    auto to_sample = money(1, nullptr);
    to_sample.platform = std::optional(world.core.platform("P001"));
    promise(world.manager, world.institute, to_sample).value();
    world
        .write([&](sql::Tx& tx) -> base::Result<bool> {
            tx.exec("UPDATE platform SET sample = 1 WHERE code = 'P001'");
            world.commitments
                .create(tx, world.as(world.officer), world.plan_id, world.institute, money(2, nullptr), true)
                .value();
            EXPECT_EQ(remove_register_samples(tx, world.inspections, world.meetings, world.suggestions), 2);
            return true;
        })
        .value();
    ASSERT_EQ(list(world.officer).size(), 1U);
    EXPECT_EQ(list(world.officer).front().id, real.id);
}

}  // namespace
}  // namespace kunyu::programme::test
