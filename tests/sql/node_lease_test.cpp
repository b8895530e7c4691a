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

}  // namespace
}  // namespace kunyu::sql
