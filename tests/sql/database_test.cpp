#include "sql/database.hpp"

#include "support/database.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <limits>
#include <thread>

namespace kunyu::sql {
namespace {

using base::Result;
using testing::ElementsAre;

Result<void> done() {
    return {};
}

class DatabaseTest : public test::OnEachEngine {
  protected:
    DatabaseTest() {
        db().write([](Tx& tx) {
            tx.script(
                "CREATE TABLE thing (id BIGINT PRIMARY KEY, whole BIGINT, part DOUBLE PRECISION, words TEXT, bytes "
                "BYTEA)");
            return done();
        });
    }
    std::int64_t count() {
        return db().read([](Session& session) { return session.first("SELECT count(*) FROM thing")->integer(0); });
    }
    Result<void> add(std::int64_t id) {
        return db().write([id](Tx& tx) {
            tx.exec("INSERT INTO thing (id) VALUES (?)", id);
            return done();
        });
    }
};
KUNYU_ON_EACH_ENGINE(DatabaseTest);

TEST_P(DatabaseTest, KeepsEveryTypeExactly) {
    std::string every_byte;
    for (int byte = 0; byte < 256; ++byte) every_byte += static_cast<char>(byte);
    std::vector<Value> const rows[] = {
        {std::int64_t{1}, std::numeric_limits<std::int64_t>::max(), 0.1, "坤舆 '\"\\ %?$1", Blob{every_byte}},
        {std::int64_t{2}, std::numeric_limits<std::int64_t>::min(), -1e300, "", Blob{""}},
        {std::int64_t{3}, {}, {}, {}, {}},
    };
    db().write([&](Tx& tx) {
        for (auto const& row : rows)
            tx.exec_with("INSERT INTO thing (id, whole, part, words, bytes) VALUES (?, ?, ?, ?, ?)", row);
        return done();
    });
    auto const stored = db().read(
        [](Session& session) { return session.query("SELECT id, whole, part, words, bytes FROM thing ORDER BY id"); });
    ASSERT_EQ(stored.size(), 3U);
    for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(stored[i].values(), rows[i]);
}

TEST_P(DatabaseTest, OneStatementTakesNullAndValueInTurn) {
    for (std::int64_t id = 1; id <= 4; ++id)
        db().write([id](Tx& tx) {
            auto const whole = id % 2 == 0 ? std::optional<std::int64_t>(id) : std::nullopt;
            auto const words = id % 2 == 1 ? std::optional<std::string>("一") : std::nullopt;
            tx.exec("INSERT INTO thing (id, whole, words) VALUES (?, ?, ?)", id, whole, words);
            return done();
        });
    auto const wholes = db().read([](Session& session) {
        return session.query("SELECT id FROM thing WHERE whole IS NULL AND words = ? ORDER BY id", "一");
    });
    ASSERT_EQ(wholes.size(), 2U);
    EXPECT_EQ(wholes[1].integer(0), 3);
}

TEST_P(DatabaseTest, SumsAndTruthsAreIntegers) {
    add(1);
    add(2);
    auto const row = db().read([](Session& session) {
        return *session.first(
            "SELECT sum(id), count(*), max(id) = 2, exists(SELECT 1 FROM thing), sum(whole) FROM thing");
    });
    EXPECT_EQ(row.integer(0), 3);
    EXPECT_EQ(row.integer(1), 2);
    EXPECT_TRUE(row.boolean(2));
    EXPECT_TRUE(row.boolean(3));
    EXPECT_TRUE(row.is_null(4));
    EXPECT_EQ(row.optional_integer(4), std::nullopt);
    EXPECT_THROW(row.integer(4), std::bad_variant_access);
    EXPECT_THROW(row.text(0), std::bad_variant_access);
}

TEST_P(DatabaseTest, ARefusalUndoesItsOwnWork) {
    auto const refused = db().write([](Tx& tx) -> Result<int> {
        tx.exec("INSERT INTO thing (id) VALUES (1)");
        return base::refuse("test.no");
    });
    ASSERT_TRUE(refused.has_error());
    EXPECT_EQ(refused.error().code, "test.no");
    EXPECT_EQ(count(), 0);
}

TEST_P(DatabaseTest, AnExceptionUndoesItsOwnWorkAndPasses) {
    EXPECT_THROW(db().write([](Tx& tx) -> Result<void> {
        tx.exec("INSERT INTO thing (id) VALUES (1)");
        throw std::out_of_range("mine");
    }),
                 std::out_of_range);
    EXPECT_EQ(count(), 0);
    EXPECT_TRUE(add(2).has_value());
}

TEST_P(DatabaseTest, AViolatedConstraintIsNamed) {
    add(1);
    try {
        add(1);
        FAIL() << "a second row with the same key";
    } catch (SqlError const& error) {
        EXPECT_TRUE(error.is_unique_violation());
    }
    EXPECT_EQ(count(), 1);
}

TEST_P(DatabaseTest, ASwallowedFailureFailsTheWrite) {
    add(1);
    EXPECT_THROW(db().write([](Tx& tx) {
        tx.exec("INSERT INTO thing (id) VALUES (2)");
        try {
            tx.exec("INSERT INTO thing (id) VALUES (1)");
        } catch (SqlError const&) {
        }
        return done();
    }),
                 std::logic_error);
    EXPECT_EQ(count(), 1);
}

TEST_P(DatabaseTest, RefusalsAndExceptionsInsideAGroupLeaveTheOthersAlone) {
    std::atomic<int> kept{0}, refused{0}, thrown{0};
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 16; ++thread) {
        threads.emplace_back([&, thread] {
            for (int i = 0; i < 30; ++i) {
                std::int64_t const id = thread * 1000 + i;
                int const kind = i % 3;
                try {
                    auto const result = db().write([&](Tx& tx) -> Result<void> {
                        tx.exec("INSERT INTO thing (id) VALUES (?)", id);
                        if (kind == 1) return base::refuse("test.no");
                        if (kind == 2) tx.exec("INSERT INTO thing (id) VALUES (?)", id);
                        return {};
                    });
                    ++(result.has_value() ? kept : refused);
                } catch (SqlError const& error) {
                    EXPECT_TRUE(error.is_unique_violation());
                    ++thrown;
                }
            }
        });
    }
    threads.clear();
    EXPECT_EQ(kept, 160);
    EXPECT_EQ(refused, 160);
    EXPECT_EQ(thrown, 160);
    EXPECT_EQ(count(), 160);
    auto const statistics = db().write_statistics();
    EXPECT_EQ(statistics.writes, 481);
    EXPECT_LT(statistics.groups, 161);
    EXPECT_EQ(statistics.reruns, 0);
}

TEST_P(DatabaseTest, WhoWroteReadsHisWrite) {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 8; ++thread) {
        threads.emplace_back([&, thread] {
            for (int i = 0; i < 20; ++i) {
                std::int64_t const id = thread * 1000 + i;
                ASSERT_TRUE(add(id).has_value());
                EXPECT_TRUE(db().read([id](Session& session) {
                    return session.first("SELECT 1 FROM thing WHERE id = ?", id).has_value();
                }));
            }
        });
    }
}

TEST_P(DatabaseTest, AGroupThatCannotBeCommittedRunsAgainOneByOne) {
    db().write([](Tx& tx) {
        tx.script(
            "CREATE TABLE part (id BIGINT PRIMARY KEY, thing BIGINT REFERENCES thing (id) DEFERRABLE INITIALLY "
            "DEFERRED)");
        return done();
    });
    std::atomic<int> kept{0}, failed{0};
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 12; ++thread) {
        threads.emplace_back([&, thread] {
            for (int i = 0; i < 10; ++i) {
                std::int64_t const id = thread * 1000 + i;
                try {
                    db().write([&](Tx& tx) {
                        if (thread != 0) tx.exec("INSERT INTO thing (id) VALUES (?)", id);
                        tx.exec("INSERT INTO part (id, thing) VALUES (?, ?)", id, id);
                        return done();
                    });
                    ++kept;
                } catch (SqlError const&) {
                    EXPECT_EQ(thread, 0);
                    ++failed;
                }
            }
        });
    }
    threads.clear();
    EXPECT_EQ(kept, 110);
    EXPECT_EQ(failed, 10);
    EXPECT_EQ(count(), 110);
}

TEST_P(DatabaseTest, HooksRunAfterTheCommitOnly) {
    std::vector<std::string> order;
    db().write([&](Tx& tx) {
        tx.exec("INSERT INTO thing (id) VALUES (1)");
        tx.after_commit([&] { order.push_back(count() == 1 ? "committed" : "early"); });
        order.emplace_back("written");
        return done();
    });
    db().write([&](Tx& tx) -> Result<void> {
        tx.after_commit([&] { order.emplace_back("never"); });
        return base::refuse("test.no");
    });
    EXPECT_THROW(db().write([&](Tx& tx) -> Result<void> {
        tx.after_commit([&] { order.emplace_back("never"); });
        throw std::out_of_range("mine");
    }),
                 std::out_of_range);
    EXPECT_THAT(order, ElementsAre("written", "committed"));
}

TEST_P(DatabaseTest, WritesAndReadsThatWouldWaitForThemselvesThrow) {
    EXPECT_THROW(db().write([&](Tx&) { return add(1); }), std::logic_error);
    EXPECT_THROW(db().read([&](Session&) { return count(); }), std::logic_error);
    EXPECT_EQ(count(), 0);
}

TEST_P(DatabaseTest, AReadIsASnapshotAndCannotWrite) {
    add(1);
    db().read([&](Session& session) {
        EXPECT_EQ(session.first("SELECT count(*) FROM thing")->integer(0), 1);
        std::jthread([&] { add(2); }).join();
        EXPECT_EQ(session.first("SELECT count(*) FROM thing")->integer(0), 1);
    });
    EXPECT_EQ(count(), 2);
    EXPECT_THROW(db().read([](Session& session) { session.query("DELETE FROM thing"); }), SqlError);
    EXPECT_EQ(count(), 2);
}

TEST_P(DatabaseTest, MoreReadersThanConnectionsWaitInTurn) {
    add(1);
    std::atomic<int> read{0};
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 20; ++thread)
        threads.emplace_back([&] {
            for (int i = 0; i < 20; ++i) read += static_cast<int>(count());
        });
    threads.clear();
    EXPECT_EQ(read, 400);
}

TEST_P(DatabaseTest, EachGoesThroughManyRowsWithQueriesInBetween) {
    db().write([](Tx& tx) {
        for (std::int64_t id = 1; id <= 1200; ++id) tx.exec("INSERT INTO thing (id) VALUES (?)", id);
        return done();
    });
    db().read([](Session& session) {
        std::int64_t sum = 0;
        session.each("SELECT id FROM thing WHERE id > ? ORDER BY id", {std::int64_t{0}}, [&](Row const& row) {
            sum += session.first("SELECT id FROM thing WHERE id = ?", row.integer(0))->integer(0);
            return true;
        });
        EXPECT_EQ(sum, 1200 * 1201 / 2);
        int seen = 0;
        session.each("SELECT id FROM thing", {}, [&seen](Row const&) { return ++seen < 700; });
        EXPECT_EQ(seen, 700);
    });
}

TEST_P(DatabaseTest, ChangedRowsAreCounted) {
    add(1);
    add(2);
    db().write([](Tx& tx) {
        EXPECT_EQ(tx.exec("UPDATE thing SET whole = 5"), 2);
        EXPECT_EQ(tx.exec("UPDATE thing SET whole = 6 WHERE id = ?", 2), 1);
        EXPECT_EQ(tx.exec("UPDATE thing SET whole = 6 WHERE id = 9"), 0);
        EXPECT_EQ(tx.exec("DELETE FROM thing"), 2);
        return done();
    });
}

TEST_P(DatabaseTest, TheDataVersionIsNotAskedForWithinARead) {
    // Whoever asks would read anew when it moved, which then fails now and then: better always.
    EXPECT_THROW(db().read([this](Session&) { return db().data_version(); }), std::logic_error);
}

TEST_P(DatabaseTest, TheDataVersionMovesWithEveryCommitOfAnyProcess) {
    auto const before = db().data_version();
    EXPECT_EQ(db().data_version(), before);
    add(1);
    auto const after = db().data_version();
    EXPECT_NE(after, before);
    db().write([](Tx&) -> Result<void> { return base::refuse("test.no"); });
    EXPECT_EQ(db().data_version(), after);
    auto const other = Database::open(store.options());
    other->write([](Tx& tx) {
        tx.exec("INSERT INTO thing (id) VALUES (2)");
        return done();
    });
    EXPECT_NE(db().data_version(), after);
}

TEST_P(DatabaseTest, TwoOpenDatabasesNeitherLoseNorDoubleWrites) {
    db().write([](Tx& tx) {
        tx.exec("INSERT INTO thing (id, whole) VALUES (1, 0)");
        return done();
    });
    auto const other = Database::open(store.options());
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 8; ++thread) {
        threads.emplace_back([&, thread] {
            Database& mine = thread % 2 == 0 ? db() : *other;
            for (int i = 0; i < 25; ++i)
                mine.write([](Tx& tx) {
                    auto const whole = tx.first("SELECT whole FROM thing WHERE id = 1")->integer(0);
                    tx.exec("UPDATE thing SET whole = ? WHERE id = 1", whole + 1);
                    return done();
                });
        });
    }
    threads.clear();
    EXPECT_EQ(
        db().read([](Session& session) { return session.first("SELECT whole FROM thing WHERE id = 1")->integer(0); }),
        200);
}

TEST_P(DatabaseTest, ClosingFinishesWhatWaits) {
    std::atomic<int> kept{0};
    {
        auto other = Database::open(store.options());
        std::vector<std::jthread> threads;
        std::atomic<int> started{0};
        for (std::int64_t thread = 0; thread < 8; ++thread)
            threads.emplace_back([&, thread] {
                ++started;
                other->write([thread](Tx& tx) {
                    std::this_thread::sleep_for(std::chrono::milliseconds(10));
                    tx.exec("INSERT INTO thing (id) VALUES (?)", thread);
                    return done();
                });
                ++kept;
            });
        while (started < 8 || other->write_statistics().waiting + other->write_statistics().writes < 6)
            std::this_thread::yield();
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        other.reset();
    }
    EXPECT_EQ(kept, 8);
    EXPECT_EQ(count(), 8);
}

TEST_P(DatabaseTest, AMistakenStatementNamesItself) {
    try {
        db().read([](Session& session) { session.query("SELECT nonsense FROM thing"); });
        FAIL();
    } catch (SqlError const& error) {
        EXPECT_THAT(error.what(), testing::HasSubstr("SELECT nonsense"));
        EXPECT_FALSE(error.is_unique_violation());
    }
    EXPECT_THROW(db().read([](Session& session) { session.query("SELECT id FROM thing WHERE id = ?"); }),
                 std::logic_error);
}

class PostgresTest : public DatabaseTest {
  protected:
    /// As an operator or a restart would: ends every other connection to this database.
    void end_connections() {
        auto const other = Database::open(store.options());
        try {
            other->write([](Tx& tx) {
                tx.query(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid "
                    "<> pg_backend_pid()");
                return done();
            });
        } catch (SqlError const&) {
        }
    }
};
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(PostgresTest);
INSTANTIATE_TEST_SUITE_P(Postgres, PostgresTest, testing::ValuesIn([] {
                             auto all = test::engines();
                             all.erase(all.begin());
                             return all;
                         }()),
                         test::engine_name);

TEST_P(PostgresTest, BrokenConnectionsHeal) {
    add(1);
    EXPECT_EQ(count(), 1);
    auto const version = db().data_version();
    end_connections();
    EXPECT_EQ(count(), 1);
    EXPECT_TRUE(add(2).has_value());
    EXPECT_NE(db().data_version(), version);
    EXPECT_EQ(count(), 2);
}

TEST_P(PostgresTest, AConnectionLostInTheMiddleOfAWriteRunsItAgainOnce) {
    int runs = 0;
    auto const written = db().write([&](Tx& tx) {
        tx.exec("INSERT INTO thing (id) VALUES (1)");
        if (++runs == 1) tx.query("SELECT pg_terminate_backend(pg_backend_pid())");
        return done();
    });
    EXPECT_TRUE(written.has_value());
    EXPECT_EQ(runs, 2);
    EXPECT_EQ(count(), 1);
}

}  // namespace
}  // namespace kunyu::sql
