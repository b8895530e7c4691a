#include "archive/store_fixture.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <random>
#include <thread>

namespace kunyu::archive {
namespace {

/// Several processes share one database of PostgreSQL; a folder with SQLite belongs to one.
class StoreProcesses : public StoreFixture {
  protected:
    /// The same archive as another process opens it.
    std::unique_ptr<Store> join() { return Store::open(*other_database_, other_ids_, clock_, options()).value(); }

  private:
    std::unique_ptr<sql::Database> other_database_ = sql::Database::open(store.options());
    base::IdGenerator other_ids_{clock_, 2};
};

KUNYU_ON_SHARED_ENGINES(StoreProcesses);

/// Two processes on one PostgreSQL see at once what the other has acknowledged, with the same ordinals, whoever seals.
TEST_P(StoreProcesses, TwoProcessesAnswerTheSame) {
    auto const other = join();
    std::mt19937_64 random(5);
    std::int64_t next = begin;
    std::int64_t size = 0;
    for (int round = 0; round < 60; ++round) {
        auto& writer = random() % 2 == 0 ? *store_ : *other;
        auto& sealer = random() % 2 == 0 ? *store_ : *other;
        Batch batch;
        batch.points.push_back({1, points({next += minute, next += minute})});
        auto const receipt = writer.append(batch).value();
        ASSERT_EQ(receipt.first_ordinals[0], size);
        size += 2;
        if (random() % 3 == 0) {
            Batch flags;
            flags.flags.push_back({1, {{{size - 1, 1}, 3}}});
            (random() % 2 == 0 ? *store_ : *other).append(flags).value();
        }
        if (random() % 5 == 0) sealer.seal_all().value();
        auto const here = store_->read(1, {{}, std::nullopt, false, 1000}).value();
        auto const there = other->read(1, {{}, std::nullopt, false, 1000}).value();
        ASSERT_EQ(static_cast<std::int64_t>(here.size()), size) << round;
        ASSERT_EQ(here.times, there.times) << round;
        ASSERT_EQ(here.ordinals, there.ordinals) << round;
        ASSERT_EQ(here.quality, there.quality) << round;
    }
}

/// A process that nobody asked anything of learns of what others took in, sealed and let go of before it takes in more.
TEST_P(StoreProcesses, AProcessThatWasIdleGoesOnWhereTheLogHasLetGo) {
    auto const other = join();
    append(1, points({begin}));
    std::int64_t size = 1;
    for (bool const all : {true, false}) {
        for (int i = 0; i < 3; ++i) other->append({{{1, points({begin + ++size * minute})}}, {}}).value();
        other->seal_all().value();
        // The log always keeps its last frame: once that is another's, once the idle one's own.
        if (all) other->append({{{1, points({begin + ++size * minute})}}, {}}).value();
        EXPECT_EQ(append(1, points({begin + size * minute})).first_ordinals[0], size);
        ++size;
        for (auto* one : {store_.get(), other.get()}) {
            EXPECT_EQ(one->count(1).value(), size);
            auto const read = one->read_ordinals(1, 0, size).value();
            ASSERT_EQ(static_cast<std::int64_t>(read.size()), size);
            EXPECT_EQ(read.ordinals.back(), size - 1);
        }
    }
}

/// A write that reads the archive does not wait for what our own log waits to write behind it.
TEST_P(StoreProcesses, AWriteMayReadWhileTheLogWaitsForItsTurn) {
    auto const other = join();
    append(1, points({begin}));
    other->append({{{1, points({begin + minute})}}, {}}).value();
    std::promise<std::int64_t> ordinal;
    db().write([&](sql::Tx&) -> base::Result<void> {
            store_->append({{{1, points({begin + 2 * minute})}}, {}},
                           [&](auto const& receipt) { ordinal.set_value(receipt.value().first_ordinals[0]); });
            while (db().write_statistics().waiting == 0) std::this_thread::yield();
            EXPECT_TRUE(store_->find(1, 1).value().has_value());
            return {};
        })
        .value();
    EXPECT_EQ(ordinal.get_future().get(), 2);
    EXPECT_EQ(store_->count(1).value(), 3);
}

/// A process that begins while another takes in has each observation once.
TEST_P(StoreProcesses, AProcessMayBeginWhileAnotherTakesIn) {
    std::atomic<bool> ending{false};
    std::int64_t size = 0;
    std::thread writer([&] {
        for (; !ending; ++size) {
            append(1, points({begin + size * minute}));
            if (size % 50 == 49) store_->seal_all().value();
        }
    });
    std::vector<std::unique_ptr<Store>> others;
    for (int i = 0; i < 20; ++i) others.push_back(join());
    ending = true;
    writer.join();
    for (auto const& other : others) {
        ASSERT_EQ(other->count(1).value(), size);
        ASSERT_EQ(other->next_ordinal(1), size);
    }
}

}  // namespace
}  // namespace kunyu::archive
