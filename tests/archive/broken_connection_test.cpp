// Two processes on one PostgreSQL whose connections are ended under them: no observation is missed, lost or told twice.
#include "archive/sample_observations.hpp"
#include "archive/store.hpp"
#include "support/database.hpp"

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <set>
#include <thread>

namespace kunyu::archive {
namespace {

class BrokenConnection : public test::OnEachEngine {
  protected:
    BrokenConnection() {
        for (std::size_t i = 0; i < 2; ++i) {
            auto options = store.options();
            options.application_name = name_of(i);
            connections_.at(i) = sql::Database::open(options);
            stores_.at(i) = open(i);
        }
    }
    static std::string name_of(std::size_t process) { return "kunyu-broken-" + std::to_string(process); }
    std::unique_ptr<Store> open(std::size_t process) {
        Store::Options options;
        options.folder = folder_.path();
        options.background = false;
        return Store::open(*connections_.at(process), ids_, clock_, options).value();
    }
    /// Ends all connections of the process; answers how many it had.
    std::int64_t break_connections(std::size_t process) {
        return db().read([&](sql::Session& session) {
            return session
                .first(
                    "SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = ? AND "
                    "datname = current_database()",
                    name_of(process))
                ->integer(0);
        });
    }
    /// One observation known by its number. Nothing when it was refused.
    base::Result<Receipt> append(std::size_t process, int number) {
        return stores_.at(process)->append(numbered(1, number));
    }
    std::vector<double> numbers(std::size_t process) {
        // A read whose connection breaks fails; the next one has a new connection.
        for (int attempt = 0; attempt < 10; ++attempt) {
            try {
                auto const found = stores_.at(process)->read(1, {{}, std::nullopt, false, 100'000});
                if (found) return found->numbers;
            } catch (sql::SqlError const&) {
            }
        }
        ADD_FAILURE() << "the connection does not come again";
        return {};
    }

    test::TemporaryFolder folder_;
    base::FixedClock clock_{base::Instant{begin}};
    base::IdGenerator ids_{clock_, 1};
    std::array<std::unique_ptr<sql::Database>, 2> connections_;
    std::array<std::unique_ptr<Store>, 2> stores_;
};

KUNYU_ON_SHARED_ENGINES(BrokenConnection);

TEST_P(BrokenConnection, WhatCameWhileItWasBrokenIsReadAfterwards) {
    std::vector<double> expected;
    for (int number = 0; number < 40; ++number) {
        if (number % 4 == 3) {
            EXPECT_GT(break_connections(1), 0);
        }
        ASSERT_TRUE(append(0, number).has_value());
        expected.push_back(number);
        if (number % 3 == 0) {
            ASSERT_EQ(numbers(1), expected);
        }
        if (number % 10 == 5) stores_[0]->seal_all().value();
    }
    EXPECT_EQ(numbers(1), expected);
    EXPECT_EQ(numbers(0), expected);
    // The other one goes on with the next place.
    EXPECT_EQ(append(1, 40).value().first_ordinals.front(), 40);
}

TEST_P(BrokenConnection, WhatWasAcknowledgedWhileBackendsWereEndedIsThereOnce) {
    std::atomic<bool> stop{false};
    std::atomic<int> next{0};
    std::array<std::set<double>, 2> acknowledged;
    std::array<int, 2> refused{};
    auto const write = [&](std::size_t process) {
        while (!stop) {
            auto const number = next++;
            auto const receipt = append(process, number);
            if (receipt) {
                acknowledged.at(process).insert(number);
                continue;
            }
            EXPECT_EQ(receipt.error().code, "archive.log_failed");
            ++refused.at(process);
        }
    };
    std::vector<std::thread> threads;
    for (std::size_t process = 0; process < 2; ++process) threads.emplace_back([&, process] { write(process); });
    for (int i = 0; i < 20; ++i) {
        auto const before = next.load();
        while (next < before + 12) std::this_thread::yield();
        break_connections(static_cast<std::size_t>(i % 2));
    }
    stop = true;
    for (auto& thread : threads) thread.join();
    auto const expect_all_once = [&](std::vector<double> const& found) {
        std::set<double> const once(found.begin(), found.end());
        EXPECT_EQ(once.size(), found.size());
        EXPECT_LE(static_cast<int>(found.size()), next);
        for (auto const& of_one : acknowledged)
            for (auto const number : of_one) EXPECT_TRUE(once.contains(number)) << number;
    };
    auto const here = numbers(0);
    expect_all_once(here);
    EXPECT_EQ(numbers(1), here);
    EXPECT_GT(acknowledged[0].size() + acknowledged[1].size(), 100U);
    // A process that begins now reads the same.
    stores_[0].reset();
    stores_[0] = open(0);
    EXPECT_EQ(numbers(0), here);
    // Both go on.
    EXPECT_TRUE(append(0, next++).has_value());
    EXPECT_TRUE(append(1, next++).has_value());
}

TEST_P(BrokenConnection, AFullDiskOfTheDatabaseIsToldAsOne) {
    connections_[0]
        ->write([](sql::Tx& tx) -> base::Result<void> {
            tx.script(
                "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS "
                "$$ BEGIN RAISE EXCEPTION 'no room' USING ERRCODE = 'disk_full'; END $$; "
                "CREATE TRIGGER full_disk BEFORE INSERT ON archive_frame EXECUTE FUNCTION full_disk()");
            return {};
        })
        .value();
    EXPECT_EQ(append(0, 0).error().code, "archive.disk_full");
    connections_[0]
        ->write([](sql::Tx& tx) -> base::Result<void> {
            tx.script("DROP TRIGGER full_disk ON archive_frame");
            return {};
        })
        .value();
    EXPECT_EQ(append(0, 1).value().first_ordinals.front(), 0);
    EXPECT_EQ(numbers(1), std::vector<double>{1});
}

}  // namespace
}  // namespace kunyu::archive
