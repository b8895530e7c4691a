// Sealing on a disk that is full or fails, at every write and every sync in turn: what was acknowledged is there once,
// now, after a crash at that very moment, and when the disk is well again.
#include "archive/sample_observations.hpp"
#include "archive/store.hpp"
#include "failing_calls.hpp"
#include "sql/connection.hpp"
#include "support/database.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <thread>

namespace kunyu::archive {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr std::int64_t month = 31 * day;

/// Waits for what another thread does.
bool until(std::function<bool()> const& holds) {
    auto const end = std::chrono::steady_clock::now() + 30s;
    while (!holds() && std::chrono::steady_clock::now() < end) std::this_thread::sleep_for(1ms);
    return holds();
}

class SealingFaults : public testing::Test {
  protected:
    SealingFaults() : database_(sql::Engine::sqlite) {
        options_.background = false;
        reopen();
    }
    ~SealingFaults() override { failing_calls::set({}); }

    std::string const& folder() const { return database_.options().folder; }
    Store::Options options_in(fs::path const& folder) const {
        auto options = options_;
        options.folder = folder / "observations";
        return options;
    }
    void reopen() {
        store_.reset();
        store_ = Store::open(database_.database(), ids_, clock_, options_in(folder())).value();
    }
    /// Observations one a minute, of which each is known by its number; answers why not, where it is refused.
    std::string append(int count) {
        Batch batch;
        Points points;
        for (int i = 0; i < count; ++i) {
            points.times.push_back(next_ + i * minute);
            points.numbers.push_back(static_cast<double>(times_.size() + static_cast<std::size_t>(i)));
        }
        batch.points.push_back({1, points});
        auto const receipt = store_->append(batch);
        if (!receipt) return receipt.error().code;
        times_.insert(times_.end(), points.times.begin(), points.times.end());
        next_ += count * minute;
        return "";
    }
    void begin_month() { next_ += month; }
    bool seals() {
        try {
            return store_->seal_all().has_value();
        } catch (sql::SqlError const&) {
            return false;
        }
    }
    void expect_all_once(Store& store) const {
        auto const found = store.read(1, {{}, std::nullopt, false, 1'000'000});
        ASSERT_TRUE(found.has_value()) << found.error().code;
        ASSERT_EQ(found->times, times_);
        for (std::size_t i = 0; i < times_.size(); ++i) {
            ASSERT_EQ(found->ordinals[i], static_cast<std::int64_t>(i));
            ASSERT_EQ(found->numbers[i], static_cast<double>(i));
        }
        ASSERT_EQ(store.count(1).value(), static_cast<std::int64_t>(times_.size()));
    }
    /// What a process that is killed now leaves to the next.
    void expect_all_once_after_a_crash() {
        failing_calls::set({});
        test::TemporaryFolder const other;
        fs::copy(folder(), other.path(), fs::copy_options::recursive);
        fs::remove(fs::path(other.path()) / "kunyu.sqlite-shm");
        for (auto const& file : fs::directory_iterator(fs::path(other.path()) / "observations/chunks"))
            if (file.path().string().ends_with("-shm")) fs::remove(file.path());
        auto const database = sql::Database::open({.folder = other.path()});
        auto const next = Store::open(*database, ids_, clock_, options_in(other.path()));
        ASSERT_TRUE(next.has_value()) << next.error().code;
        expect_all_once(**next);
        (*next)->seal_all().value();
        expect_all_once(**next);
    }
    /// Seals with the faults; answers whether any came to pass.
    bool seals_through(failing_calls::Faults faults) {
        faults.where = folder();
        failing_calls::set(faults);
        seals();
        auto const failed = failing_calls::failed();
        failing_calls::set({});
        return failed > 0;
    }
    void expect_recovery() {
        expect_all_once(*store_);
        expect_all_once_after_a_crash();
        ASSERT_TRUE(seals());
        ASSERT_EQ(store_->statistics().memtable_rows, 0U);
        expect_all_once(*store_);
    }
    /// In all month files, each of them made as one should be.
    std::size_t chunks_kept() const {
        std::size_t count = 0;
        for (auto const& file : fs::directory_iterator(fs::path(folder()) / "observations/chunks")) {
            if (file.path().extension() != ".sqlite") continue;
            auto const number = [&](char const* question) {
                std::int64_t answer = -1;
                sql::connect_sqlite(file.path().string(), true)->run(question, {}, [&](sql::Row const& row) {
                    answer = row.integer(0);
                    return false;
                });
                return answer;
            };
            EXPECT_EQ(number("PRAGMA page_size"), 1024) << file.path();
            EXPECT_EQ(number("PRAGMA auto_vacuum"), 1) << file.path();
            count += static_cast<std::size_t>(number("SELECT COUNT(*) FROM chunk"));
        }
        return count;
    }

    test::TemporaryDatabase database_;
    Store::Options options_;
    base::FixedClock clock_{base::Instant{begin}};
    base::IdGenerator ids_{clock_, 1};
    std::unique_ptr<Store> store_;
    std::vector<std::int64_t> times_;
    std::int64_t next_ = begin;
};

TEST_F(SealingFaults, ADiskThatIsFullAtAnyByteIsGotOver) {
    // Of a month that has a file and of one that has none.
    for (std::int64_t room = 0; room < 40'000; room += room < 8'000 ? 990 : 4'090) {
        SCOPED_TRACE(room);
        if ((room / 990) % 2 == 0) begin_month();
        ASSERT_EQ(append(60), "");
        seals_through({.room = room});
        expect_recovery();
        if (HasFatalFailure()) return;
    }
    EXPECT_EQ(chunks_kept(), store_->statistics().chunks);
    reopen();
    expect_all_once(*store_);
}

TEST_F(SealingFaults, AnySyncThatFailsIsGotOver) {
    bool failed = true;
    for (int syncs = 0; failed; ++syncs) {
        SCOPED_TRACE(syncs);
        ASSERT_LT(syncs, 100);
        begin_month();
        ASSERT_EQ(append(60), "");
        failed = seals_through({.syncs = syncs});
        expect_recovery();
        if (HasFatalFailure()) return;
    }
    EXPECT_EQ(chunks_kept(), store_->statistics().chunks);
}

TEST_F(SealingFaults, AnyWriteThatFailsIsGotOver) {
    bool failed = true;
    for (int writes = 0; failed; ++writes) {
        SCOPED_TRACE(writes);
        ASSERT_LT(writes, 300);
        begin_month();
        ASSERT_EQ(append(60), "");
        failed = seals_through({.writes = writes});
        expect_recovery();
        if (HasFatalFailure()) return;
    }
    EXPECT_EQ(chunks_kept(), store_->statistics().chunks);
}

TEST_F(SealingFaults, AnIndexThatCannotBeWrittenLeavesNoBytesBehind) {
    ASSERT_EQ(append(60), "");
    for (int i = 0; i < 5; ++i) {
        failing_calls::set({.where = folder() + "/kunyu.sqlite", .room = 0});
        EXPECT_FALSE(seals());
    }
    failing_calls::set({});
    ASSERT_TRUE(seals());
    EXPECT_EQ(chunks_kept(), 1U);
    expect_all_once(*store_);
}

// A process that was killed has left bytes without an index; the clock went back, so the next gives the same numbers.
TEST_F(SealingFaults, BytesOfAnotherUnderTheSameNumberAreNeverTakenForOnesOwn) {
    ASSERT_EQ(append(60), "");
    failing_calls::set({.where = folder() + "/kunyu.sqlite", .room = 0});
    EXPECT_FALSE(seals());
    failing_calls::set({});
    store_.reset();
    base::IdGenerator anew(clock_, 1);
    store_ = Store::open(database_.database(), anew, clock_, options_in(folder())).value();
    ASSERT_EQ(append(60), "");
    seals();
    expect_all_once(*store_);
    EXPECT_TRUE(seals());
    expect_all_once(*store_);
    store_.reset();
    reopen();
    expect_all_once(*store_);
}

TEST_F(SealingFaults, WhatAFullDiskRefusesDoesNotCountAsMemory) {
    options_.most_memtable_bytes = 20'000;
    reopen();
    failing_calls::set({.where = "/log/", .room = 0});
    for (int i = 0; i < 100; ++i) ASSERT_EQ(append(50), "archive.disk_full");
    failing_calls::set({});
    EXPECT_EQ(append(50), "");
    expect_all_once(*store_);
}

TEST_F(SealingFaults, TheSealerGoesOnByItselfWhenThereIsRoomAndWritersAreServedMeanwhile) {
    options_.background = true;
    options_.memtable_rows = 1;
    options_.sealing_pause = SealingPause(1ms, 8ms);
    reopen();
    for (auto const* const where : {"/chunks/", "/kunyu.sqlite"}) {
        SCOPED_TRACE(where);
        begin_month();
        auto const before = store_->statistics().failed_sealings;
        failing_calls::set({.where = where, .room = 0});
        int appended = 0;
        EXPECT_TRUE(until([&] {
            EXPECT_EQ(append(1), "");
            ++appended;
            return appended > 20 && store_->statistics().failed_sealings >= before + 3;
        }));
        failing_calls::set({});
        EXPECT_TRUE(until([&] { return store_->statistics().memtable_rows == 0; }));
        expect_all_once(*store_);
    }
}

TEST(SealingPauseTest, GrowsWhileItFailsAndIsNotCutShort) {
    SealingPause pause(1s, 60s);
    EXPECT_TRUE(pause.may_be_cut_short());
    std::vector<int> seconds;
    for (int i = 0; i < 8; ++i) {
        pause.after(false);
        EXPECT_FALSE(pause.may_be_cut_short());
        seconds.push_back(static_cast<int>(std::chrono::duration_cast<std::chrono::seconds>(pause.now()).count()));
    }
    EXPECT_EQ(seconds, (std::vector<int>{2, 4, 8, 16, 32, 60, 60, 60}));
    pause.after(true);
    EXPECT_EQ(pause.now(), 1s);
    EXPECT_TRUE(pause.may_be_cut_short());
}

}  // namespace
}  // namespace kunyu::archive
