#include "sql/node_lease.hpp"

#include "support/database.hpp"

#include <gtest/gtest.h>

#include <set>

namespace kunyu::sql {
namespace {

class NodeLeaseTest : public test::OnEachEngine {};
KUNYU_ON_EACH_ENGINE(NodeLeaseTest);

TEST_P(NodeLeaseTest, SixteenProcessesHoldOneEach) {
    std::vector<std::unique_ptr<NodeLease>> leases;
    std::set<int> nodes;
    for (int i = 0; i < NodeLease::nodes; ++i) {
        auto lease = lease_node(db(), [] {});
        ASSERT_TRUE(lease.has_value());
        nodes.insert((*lease)->node());
        leases.push_back(std::move(*lease));
    }
    EXPECT_EQ(nodes.size(), 16U);
    EXPECT_EQ(*nodes.rbegin(), 15);
    auto const refused = lease_node(db(), [] {});
    ASSERT_TRUE(refused.has_error());
    EXPECT_EQ(refused.error().code, "sql.no_free_node");

    auto const given_back = leases[5]->node();
    leases.erase(leases.begin() + 5);
    EXPECT_EQ((*lease_node(db(), [] {}))->node(), given_back);
}

TEST_P(NodeLeaseTest, TheNumberOfADeadProcessIsTakenOver) {
    db().write([](Tx& tx) -> base::Result<void> {
        tx.exec("INSERT INTO node_lease (node, owner, expires_at) VALUES (0, 'dead', ?)",
                base::SystemClock{}.now().plus_seconds(-1));
        tx.exec("INSERT INTO node_lease (node, owner, expires_at) VALUES (1, 'alive', ?)",
                base::SystemClock{}.now().plus_seconds(30));
        return {};
    });
    EXPECT_EQ((*lease_node(db(), [] {}))->node(), 0);
}

/// As kill -9 leaves it: the lease stands for another minute.
void leave_lease_behind(Database& database, int node, std::string const& owner) {
    database.write([&](Tx& tx) -> base::Result<void> {
        tx.exec("INSERT INTO node_lease (node, owner, expires_at) VALUES (?, ?, ?)", node, owner,
                base::SystemClock{}.now().plus_seconds(NodeLease::seconds));
        return {};
    });
}

std::string owner_of(Database& database, int node) {
    return database.read([node](Session& session) {
        return session.first("SELECT owner FROM node_lease WHERE node = ?", node)->text(0);
    });
}

TEST_P(NodeLeaseTest, WhoIsAloneStartsHoweverOftenItWasKilledBefore) {
    auto lease = lease_node(
        db(), [] {}, Company::alone);
    auto const owner = owner_of(db(), (*lease)->node());
    (*lease).reset();
    for (int node = 0; node < NodeLease::nodes; ++node) leave_lease_behind(db(), node, owner + std::to_string(node));
    EXPECT_TRUE(lease_node(db(), [] {}).has_error()) << "a process in company cannot know that they are dead";
    EXPECT_EQ((*lease_node(
                   db(), [] {}, Company::alone))
                  ->node(),
              0);
}

TEST_P(NodeLeaseTest, WhoIsAloneLeavesACommandBesideItItsNumber) {
    auto const command = lease_node(db(), [] {});
    auto const server = lease_node(
        db(), [] {}, Company::alone);
    EXPECT_EQ((*command)->node(), 0);
    EXPECT_EQ((*server)->node(), 1);
}

}  // namespace
}  // namespace kunyu::sql
