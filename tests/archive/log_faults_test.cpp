// The log on a disk that fails in every way it may: what was acknowledged is there once, after a power cut too.
#include "archive/log.hpp"
#include "modelled_disk.hpp"
#include "support/database.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <mutex>
#include <random>
#include <set>
#include <thread>

namespace kunyu::archive {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;

constexpr std::uint64_t small_segment = 100;  ///< full with one frame of this size

class LogFaults : public testing::Test {
  protected:
    base::Result<std::unique_ptr<Log>> try_open(std::uint64_t segment_bytes) {
        return Log::open({folder.path(), segment_bytes, disk.opener()});
    }
    void open(std::uint64_t segment_bytes = 64U << 20U) {
        log.reset();
        log = try_open(segment_bytes).value();
    }
    /// The power goes and comes again; the disk is well.
    void cut_power(std::uint64_t segment_bytes = 64U << 20U) {
        log.reset();
        disk.set({});
        disk.cut_power(folder.path());
        open(segment_bytes);
    }
    base::Result<std::uint64_t> append(std::string body) { return append_and_wait(*log, 1, std::move(body)); }
    static std::string full(char letter) { return std::string(small_segment, letter); }
    std::vector<std::string> bodies() const {
        std::vector<std::string> found;
        std::uint64_t expected = 1;
        auto const read = log->read(1, [&](Frame const& frame) {
            EXPECT_EQ(frame.sequence, expected++);
            found.push_back(frame.body);
            return true;
        });
        EXPECT_TRUE(read.has_value());
        return found;
    }

    test::TemporaryFolder folder;
    ModelledDisk disk;
    std::unique_ptr<Log> log;
};

TEST_F(LogFaults, ANewSegmentWhoseNameWasNotSyncedIsNeverBelieved) {
    open(small_segment);
    append(full('a')).value();
    disk.set({.sync_name = EIO});
    EXPECT_EQ(append("b").error().code, "archive.log_failed");
    disk.set({});
    EXPECT_EQ(append("c").error().code, "archive.log_failed");
    cut_power(small_segment);
    EXPECT_EQ(append("d").value(), 2U);
    cut_power();
    EXPECT_THAT(bodies(), ElementsAre(full('a'), "d"));
}

TEST_F(LogFaults, ANewSegmentWhoseHeadWasNotSyncedIsNeverBelieved) {
    open(small_segment);
    append(full('a')).value();
    disk.set({.sync = EIO});
    EXPECT_EQ(append("b").error().code, "archive.log_failed");
    disk.set({});
    EXPECT_EQ(append("c").error().code, "archive.log_failed");
    open(small_segment);
    EXPECT_EQ(append("d").value(), 2U);
    cut_power();
    EXPECT_THAT(bodies(), ElementsAre(full('a'), "d"));
}

TEST_F(LogFaults, WhatWasRefusedForAFailingSyncIsNotThereAfterARestart) {
    open();
    append("kept").value();
    disk.set({.sync = EIO});
    EXPECT_EQ(append("refused").error().code, "archive.log_failed");
    disk.set({});
    open();
    EXPECT_THAT(bodies(), ElementsAre("kept"));
    EXPECT_EQ(append("sent again").value(), 2U);
    cut_power();
    EXPECT_THAT(bodies(), ElementsAre("kept", "sent again"));
}

// Read by the next process, so it must last before anything stands on it: the page cache has it, the disk may not.
TEST_F(LogFaults, AGroupThatNobodySyncedLastsFromTheNextStartOn) {
    for (bool const killed : {true, false}) {
        for (auto const segment_bytes : {std::uint64_t{64U << 20U}, small_segment}) {
            SCOPED_TRACE(testing::Message() << killed << ' ' << segment_bytes);
            test::TemporaryFolder const other;
            auto const reopen = [&] {
                log.reset();
                log = Log::open({other.path(), segment_bytes, disk.opener()}).value();
            };
            reopen();
            append("one").value();
            disk.set({.truncate = EIO, .sync = EIO, .killed = killed});
            EXPECT_TRUE(append(full('u')).has_error());
            disk.set({});
            reopen();
            EXPECT_EQ(append("three").value(), 3U);
            log.reset();
            disk.cut_power(other.path());
            reopen();
            EXPECT_THAT(bodies(), ElementsAre("one", full('u'), "three"));
        }
    }
}

TEST_F(LogFaults, ALogIsNotOpenedOnADiskThatCannotSync) {
    open();
    append("one").value();
    log.reset();
    disk.set({.sync = EIO});
    EXPECT_EQ(try_open(small_segment).error().code, "archive.log_failed");
    disk.set({});
    open();
    EXPECT_THAT(bodies(), ElementsAre("one"));
}

TEST_F(LogFaults, AFullDiskAtTheEndOfASegmentRefusesAndIsTakenUpAgain) {
    open(small_segment);
    append(full('a')).value();
    // Room for nothing, a part of the head, the head alone, a part of the frame.
    for (std::uint64_t const room : {0U, 5U, 12U, 40U}) {
        disk.set({.room = room});
        EXPECT_EQ(append(full('x')).error().code, "archive.disk_full") << room;
    }
    disk.set({});
    EXPECT_EQ(append(full('b')).value(), 2U);
    disk.set({.room = 5});
    EXPECT_EQ(append(full('y')).error().code, "archive.disk_full");
    cut_power(small_segment);
    EXPECT_EQ(append("c").value(), 3U);
    EXPECT_THAT(bodies(), ElementsAre(full('a'), full('b'), "c"));
}

TEST_F(LogFaults, AFailingWriteIsTakenBackAndTheLogGoesOn) {
    open(small_segment);
    for (char const letter : {'a', 'b', 'c'}) {
        append(full(letter)).value();
        disk.set({.write = EIO});
        EXPECT_EQ(append("refused").error().code, "archive.log_failed");
        disk.set({});
    }
    cut_power();
    EXPECT_THAT(bodies(), ElementsAre(full('a'), full('b'), full('c')));
}

TEST_F(LogFaults, WhatCannotBeTakenBackEndsTheLog) {
    open();
    append("kept").value();
    disk.set({.room = 20, .truncate = EIO});
    EXPECT_TRUE(append(full('x')).has_error());
    disk.set({});
    EXPECT_EQ(append("too late").error().code, "archive.log_failed");
    open();
    EXPECT_EQ(append("next").value(), 2U);
    EXPECT_THAT(bodies(), ElementsAre("kept", "next"));
}

TEST_F(LogFaults, AReaderPassesOverWhatIsLetGoMeanwhile) {
    open(small_segment);
    for (int i = 0; i < 10; ++i) append(full('a')).value();
    open(small_segment);  // nothing in memory
    std::vector<std::uint64_t> read;
    auto const done = log->read(1, [&](Frame const& frame) {
        read.push_back(frame.sequence);
        if (read.size() == 1) log->drop_before(6);
        return true;
    });
    EXPECT_TRUE(done.has_value());
    EXPECT_THAT(read, ElementsAre(1, 6, 7, 8, 9, 10));
}

TEST_F(LogFaults, ASegmentThatCannotBeRemovedKeepsThoseBehindIt) {
    open(small_segment);
    for (int i = 0; i < 5; ++i) append(full('a')).value();
    auto const segment = [&](int first) { return fs::path(folder.path()) / fmt::format("{:020}.log", first); };
    fs::remove(segment(2));
    fs::create_directories(segment(2) / "in the way");
    log->drop_before(5);
    EXPECT_FALSE(fs::exists(segment(1)));
    EXPECT_TRUE(fs::exists(segment(3)));
    EXPECT_EQ(log->first(), 2U);
    fs::remove_all(segment(2));
    log->drop_before(5);
    EXPECT_FALSE(fs::exists(segment(4)));
    EXPECT_EQ(log->first(), 5U);
}

/// Bodies are sent once each, by several threads; whatever fails, all that were acknowledged are there once.
TEST_F(LogFaults, WhateverFailsUnderWritersWhatTheyWereToldHolds) {
    std::mt19937 random(5);
    constexpr int rounds = 40;
    constexpr int writers = 4;
    std::atomic<int> next{0};
    std::mutex mutex;
    std::map<std::uint64_t, std::string> acknowledged;
    for (int round = 0; round < rounds; ++round) {
        std::uint64_t const segment_bytes = 200 + random() % 2000;
        open(segment_bytes);
        std::atomic<int> written{0};
        auto const write = [&] {
            while (written++ < 60) {
                auto body = fmt::format("{:050}", next++);
                auto const place = append(body);
                std::lock_guard const lock(mutex);
                if (place) acknowledged.emplace(*place, std::move(body));
            }
        };
        std::vector<std::thread> threads;
        for (int i = 0; i < writers; ++i) threads.emplace_back(write);
        ModelledDisk::Faults faults;
        if (random() % 2 == 0) faults.room = random() % 3000;
        if (random() % 3 == 0) faults.sync = EIO;
        if (random() % 3 == 0) faults.sync_name = EIO;
        if (random() % 3 == 0) faults.truncate = EIO;
        if (random() % 4 == 0) faults.write = EIO;
        while (written < static_cast<int>(random() % 40)) std::this_thread::yield();
        disk.set(faults);
        while (written < 45) std::this_thread::yield();
        disk.set({});
        for (auto& thread : threads) thread.join();
        log.reset();
        if (random() % 2 == 0) disk.cut_power(folder.path());
        open(segment_bytes);
        auto const found = bodies();
        std::set<std::string> const once(found.begin(), found.end());
        ASSERT_EQ(once.size(), found.size()) << round;
        for (auto const& [place, body] : acknowledged) ASSERT_EQ(found.at(place - 1), body) << round;
    }
    EXPECT_GT(acknowledged.size(), static_cast<std::size_t>(rounds));
}

}  // namespace
}  // namespace kunyu::archive
