#include "observations/ordered_table.hpp"

#include "observations/relation.hpp"

#include <gmock/gmock.h>

#include <map>
#include <random>
#include <thread>

namespace kunyu::observations {
namespace {

using testing::ElementsAre;
using Table = OrderedTable<int, int>;

std::vector<std::pair<int, int>> entries(Table const& table) {
    return {table.begin(), table.end()};
}

/// Whatever is done to it, and to copies of it, each is the std::map to which the same was done.
TEST(OrderedTable, IsAMapAndSoIsEachCopy) {
    std::mt19937 random(7);
    std::vector<std::pair<Table, std::map<int, int>>> all(1);
    for (int step = 0; step < 60'000; ++step) {
        auto& [table, map] = all[random() % all.size()];
        auto const key = static_cast<int>(random() % 3000);
        switch (random() % 5) {
            case 0:
                EXPECT_EQ(table.erase(key), map.erase(key) == 1);
                break;
            case 1:
                if (all.size() < 12 && random() % 500 == 0) {
                    auto copy = all[random() % all.size()];
                    all.push_back(std::move(copy));
                }
                break;
            default:
                table.set(key, step);
                map[key] = step;
        }
    }
    for (auto const& [table, map] : all) {
        EXPECT_EQ(entries(table), (std::vector<std::pair<int, int>>(map.begin(), map.end())));
        EXPECT_EQ(table.size(), map.size());
        for (int key = -1; key < 3001; ++key) {
            auto const expected = map.lower_bound(key);
            auto const found = table.lower_bound(key);
            ASSERT_EQ(found == table.end(), expected == map.end());
            if (expected != map.end()) {
                ASSERT_EQ(found->first, expected->first);
            }
            ASSERT_EQ(table.contains(key), map.count(key) == 1);
        }
        std::vector<std::pair<int, int>> const backwards(table.rbegin(), table.rend());
        EXPECT_EQ(backwards, (std::vector<std::pair<int, int>>(map.rbegin(), map.rend())));
    }
}

TEST(OrderedTable, CopiesOfOneAreMadeOnManyThreadsAtOnce) {
    Table original;
    for (int key = 0; key < 2000; ++key) original.set(key, key);
    std::vector<std::thread> threads;
    for (int id = 1; id <= 4; ++id)
        threads.emplace_back([&original, id] {
            for (int round = 0; round < 20; ++round) {
                auto copy = original;
                for (int key = 0; key < 2000; key += 7) copy.set(key, -id);
                EXPECT_EQ(*copy.find(7), -id);
            }
        });
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(*original.find(7), 7);
}

TEST(Relation, AnswersMembersInOrder) {
    Relation<int, int> relation;
    relation.add(1, 30);
    relation.add(1, 10);
    relation.add(2, 5);
    relation.add(1, 10);
    EXPECT_THAT(relation.members(1), ElementsAre(10, 30));
    EXPECT_TRUE(relation.any_of(1, [](int member) { return member == 30; }));
    relation.remove(1, 10);
    relation.remove(3, 1);
    EXPECT_THAT(relation.members(1), ElementsAre(30));
    EXPECT_FALSE(relation.has_any(3));
    EXPECT_TRUE(relation.has_any(2));
}

}  // namespace
}  // namespace kunyu::observations
