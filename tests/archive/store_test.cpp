#include "archive/store_fixture.hpp"
#include "sql/connection.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <limits>
#include <thread>

namespace kunyu::archive {
namespace {

class StoreTest : public StoreFixture {};

KUNYU_ON_EACH_ENGINE(StoreTest);

TEST_P(StoreTest, WhatIsAcknowledgedIsReadAtOnceAndAfterARestart) {
    auto const receipt = append(7, points({begin, begin + minute, begin + 2 * minute}));
    EXPECT_EQ(receipt.first_ordinals, std::vector<std::int64_t>{0});
    EXPECT_EQ(append(7, points({begin + 3 * minute})).first_ordinals, std::vector<std::int64_t>{3});
    EXPECT_EQ(store_->count(7).value(), 4);
    reopen();
    EXPECT_EQ(store_->count(7).value(), 4);
    store_->seal_all().value();
    EXPECT_EQ(store_->count(7).value(), 4);
    reopen();
    EXPECT_EQ(store_->count(7).value(), 4);
    EXPECT_EQ(append(7, points({begin + 4 * minute})).first_ordinals, std::vector<std::int64_t>{4});
    EXPECT_EQ(store_->latest(std::vector<std::int64_t>{7, 8})[0]->ordinal, 4);
    EXPECT_FALSE(store_->latest(std::vector<std::int64_t>{7, 8})[1].has_value());
    EXPECT_EQ(store_->count(8).value(), 0);
}

TEST_P(StoreTest, EquallyDistantMomentsAreCountedWithoutAReadAndJustAsExactly) {
    std::vector<std::int64_t> times;
    for (std::int64_t i = 0; i < 1000; ++i) times.push_back(begin + i * minute);
    append(1, points(times));
    append(2, points(std::vector<std::int64_t>(times.begin(), times.begin() + 500)));
    store_->seal_all().value();
    Revision deletion;
    deletion.stream = 2;
    deletion.author = "somebody";
    deletion.deletions.push_back({100, 50});
    revise(deletion);
    // Before, at, just behind and between moments, at the last one, and beyond.
    std::vector<std::int64_t> const edges{begin - day,
                                          begin,
                                          begin + 1,
                                          begin + minute,
                                          begin + 90 * second,
                                          begin + 120 * minute,
                                          begin + 999 * minute,
                                          begin + 999 * minute + 1,
                                          begin + 2 * day};
    std::vector<Store::CountWish> const wishes{{1, edges}, {2, edges}, {3, edges}, {1, {begin}}};
    auto const counts = store_->counts(wishes).value();
    EXPECT_EQ(counts[0], (std::vector<std::int64_t>{0, 1, 0, 1, 118, 879, 1, 0}));
    EXPECT_EQ(counts[1], (std::vector<std::int64_t>{0, 1, 0, 1, 98, 350, 0, 0}));
    EXPECT_EQ(counts[2], std::vector<std::int64_t>(8, 0));
    EXPECT_TRUE(counts[3].empty());
}

TEST_P(StoreTest, ChunksOfBeforeTimesWereNotedAreLookedInto) {
    auto more = points({1'000, 2'000, 3'000});
    more.durations = {0, 5'000, 0};
    more.result_delays = {50, no_result_time, 70};
    append(7, more);
    store_->seal_all().value();
    store_.reset();
    db().write([](sql::Tx& tx) {
            tx.exec("UPDATE archive_chunk SET longest = NULL, first_result_time = NULL, last_result_time = NULL");
            return base::Result<void>{};
        })
        .value();
    reopen();
    EXPECT_EQ(store_->result_times(7).value(), (Extent{1'050, 3'070}));
    PageQuery reaching;
    reaching.range.to = 3'000;
    reaching.reaching = 3'000;
    EXPECT_THAT(store_->read(7, reaching).value().times, testing::ElementsAre(2'000));
}

TEST_P(StoreTest, ThePastIsReadAsItWasKnown) {
    append(1, points({begin, begin + minute}));
    auto const before = clock_.now().microseconds;
    clock_.set({before + day});
    append(1, points({begin - day}));
    Revision revision;
    revision.stream = 1;
    revision.author = "qc";
    revision.reason = "spike";
    revision.flags.push_back({{1, 1}, 4});
    revise(revision);
    for (int sealed = 0; sealed < 2; ++sealed) {
        EXPECT_EQ(store_->count(1).value(), 3);
        EXPECT_EQ(store_->count(1, {}, {before + 2 * arrival_step, false}).value(), 2);
        auto const now = rows_of(store_->read(1, {}).value());
        EXPECT_EQ(now.back().quality, 4);
        auto const then = rows_of(store_->read(1, {}, {before + 2 * arrival_step, false}).value());
        EXPECT_EQ(then.back().quality, 2);
        EXPECT_EQ(store_->count(1, {}, {std::nullopt, true}).value(), 2);
        store_->seal_all().value();
    }
    ASSERT_EQ(store_->revisions(1).size(), 1U);
    EXPECT_EQ(store_->revisions(1)[0]->reason, "spike");
}

TEST_P(StoreTest, WhatCameLastIsKnownFromItsArrivalOnThoughArrivalsAreRounded) {
    // A minute behind a full step, so that rounding is seen.
    clock_.set({clock_.now().microseconds / arrival_step * arrival_step + minute});
    append(1, points({begin, begin + minute}));
    auto const then = clock_.now().microseconds;
    for (int round = 0; round < 3; ++round) {
        EXPECT_EQ(store_->count(1, {}, {then, false}).value(), 2) << round;
        EXPECT_EQ(rows_of(store_->read(1, {}, {then, false}).value()).size(), 2U) << round;
        EXPECT_TRUE(store_->find(1, 1, {then, false}).value().has_value()) << round;
        EXPECT_EQ(store_->count(1, {}, {then - 1, false}).value(), 0) << round;
        EXPECT_EQ(rows_of(store_->read(1, {}, {then - 1, false}).value()).size(), 0U) << round;
        store_->seal_all().value();
        reopen();
    }
}

TEST_P(StoreTest, FlagsFoundOnArrivalStandBeforeWhatAnybodyDecides) {
    append(1, points({begin, begin + minute, begin + 2 * minute}));
    store_->seal_all().value();
    Revision revision;
    revision.stream = 1;
    revision.author = "qc";
    revision.flags.push_back({{1, 1}, 1});
    revise(revision);
    Batch flags;
    flags.flags.push_back({1, {{{0, 3}, 3}}});
    store_->append(flags).value();
    auto const check = [this] {
        auto const rows = rows_of(store_->read(1, {}).value());
        EXPECT_EQ(rows[0].quality, 3);
        EXPECT_EQ(rows[1].quality, 1);
        EXPECT_EQ(rows[2].quality, 3);
    };
    check();
    reopen();
    check();
    store_->seal_all().value();
    check();
    reopen();
    check();
}

TEST_P(StoreTest, TheLatestHasTheFlagThatItIsGivenAfterItWasSealed) {
    append(1, points({begin}));
    store_->seal_all().value();
    std::vector<std::int64_t> const one{1};
    EXPECT_EQ(store_->latest(one)[0]->quality, 2);
    Batch flags;
    flags.flags.push_back({1, {{{0, 1}, 4}}});
    store_->append(flags).value();
    EXPECT_EQ(store_->latest(one)[0]->quality, 4);
    store_->seal_all().value();
    EXPECT_EQ(store_->latest(one)[0]->quality, 4);
}

TEST_P(StoreTest, HoldsResultsOfEveryKind) {
    Points text;
    text.kind = ResultKind::text;
    text.times = {begin};
    text.texts = {"多云"};
    append(1, text);
    Points truth;
    truth.kind = ResultKind::truth;
    truth.times = {begin + minute};
    truth.numbers = {1};
    append(1, truth);
    Points none;
    none.times = {begin + 2 * minute};
    none.numbers = {std::numeric_limits<double>::quiet_NaN()};
    append(1, none);
    for (int sealed = 0; sealed < 2; ++sealed) {
        auto const read = store_->read(1, {}).value();
        EXPECT_EQ(read.kind, ResultKind::json);
        EXPECT_THAT(read.texts, testing::ElementsAre("\"多云\"", "true", "null"));
        store_->seal_all().value();
    }
}

TEST_P(StoreTest, ManyWritersAndASealerLoseAndInventNothing) {
    constexpr int writers = 4;
    constexpr int batches = 60;
    std::atomic<bool> stop{false};
    std::thread sealer([&] {
        while (!stop) {
            store_->seal_all().value();
            store_->tidy().value();
        }
    });
    std::thread reader([&] {
        // Whatever is being sealed, a count never goes back.
        std::int64_t last = 0;
        while (!stop) {
            auto const now = store_->count(0).value();
            EXPECT_GE(now, last);
            last = now;
        }
    });
    std::vector<std::thread> threads;
    for (int writer = 0; writer < writers; ++writer)
        threads.emplace_back([&, writer] {
            for (int i = 0; i < batches; ++i) {
                Batch batch;
                for (std::int64_t stream = 0; stream < 3; ++stream)
                    batch.points.push_back({stream, points({begin + (i * writers + writer) * minute})});
                store_->append(batch).value();
            }
        });
    for (auto& thread : threads) thread.join();
    stop = true;
    sealer.join();
    reader.join();
    for (std::int64_t stream = 0; stream < 3; ++stream) {
        auto const rows = rows_of(store_->read(stream, {{}, std::nullopt, false, 10'000}).value());
        ASSERT_EQ(rows.size(), writers * batches);
        for (std::size_t i = 0; i < rows.size(); ++i)
            EXPECT_EQ(rows[i].time, begin + static_cast<std::int64_t>(i) * minute);
    }
    reopen();
    EXPECT_EQ(store_->count(0).value(), writers * batches);
}

TEST_P(StoreTest, RefusesAbsurdTimesAndKeepsNothingOfTheBatch) {
    Batch batch;
    batch.points.push_back({1, points({begin, std::numeric_limits<std::int64_t>::max() - 5})});
    EXPECT_EQ(store_->append(batch).error().code, "archive.beyond_range");
    EXPECT_EQ(store_->count(1).value(), 0);
}

TEST_P(StoreTest, WhatComesFasterThanItIsSealedIsRefusedAndTakenAgainLater) {
    auto small = options();
    small.most_memtable_bytes = 20'000;
    reopen(small);
    Batch batch;
    batch.points.push_back({1, points(std::vector<std::int64_t>(100, begin))});
    std::int64_t kept = 0;
    base::Result<Receipt> last = store_->append(batch);
    for (; last && kept < 1000; ++kept) last = store_->append(batch);
    ASSERT_TRUE(last.has_error());
    EXPECT_EQ(last.error().code, "archive.overloaded");
    EXPECT_EQ(store_->count(1).value(), 100 * kept);
    store_->seal_all().value();
    EXPECT_TRUE(store_->append(batch).has_value());
}

/// What fails is tried again and again, and must not fill the disk with what nobody names.
TEST_P(StoreTest, ASealingThatFailsLeavesNothingBehind) {
    if (GetParam() != sql::Engine::sqlite) GTEST_SKIP() << "one transaction on PostgreSQL";
    namespace fs = std::filesystem;
    auto const chunks = fs::path(folder_.path()) / "chunks";
    fs::create_directories(chunks / "observations-2023-12.sqlite");  // no file can be had there
    append(1, points({begin, begin + 30 * day}));
    EXPECT_THROW((void)store_->seal_all(), sql::SqlError);
    auto const kept = [&] {
        std::int64_t count = -1;
        auto const file = sql::connect_sqlite((chunks / "observations-2023-11.sqlite").string(), true);
        file->run("SELECT COUNT(*) FROM chunk", {}, [&](sql::Row const& row) {
            count = row.integer(0);
            return false;
        });
        return count;
    };
    EXPECT_EQ(kept(), 0);
    EXPECT_EQ(store_->count(1).value(), 2);
    fs::remove(chunks / "observations-2023-12.sqlite");
    store_->seal_all().value();
    EXPECT_EQ(kept(), 1);
    EXPECT_EQ(store_->count(1).value(), 2);
}

TEST_P(StoreTest, AClosedMonthBecomesOneChunk) {
    for (int i = 0; i < 10; ++i) {
        std::vector<std::int64_t> times;
        for (int k = 0; k < 50; ++k) times.push_back(begin + (i * 50 + k) * minute);
        append(1, points(times));
        store_->seal_all().value();
    }
    EXPECT_EQ(store_->statistics().chunks, 10U);
    clock_.set({begin + 60 * day});
    EXPECT_EQ(store_->tidy().value(), 10U);
    EXPECT_EQ(store_->statistics().chunks, 1U);
    EXPECT_EQ(store_->count(1).value(), 500);
    clock_.set({begin + 61 * day});
    EXPECT_EQ(store_->tidy().value(), 0U);
    reopen();
    EXPECT_EQ(pages(1, {}, 60, true).size(), 500U);
}

}  // namespace
}  // namespace kunyu::archive
