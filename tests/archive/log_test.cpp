#include "archive/log.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <fstream>
#include <set>
#include <thread>

namespace kunyu::archive {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

class LogTest : public testing::Test {
  protected:
    LogTest() {
        auto pattern = (fs::temp_directory_path() / "kunyu-log-XXXXXX").string();
        folder = ::mkdtemp(pattern.data());
    }
    ~LogTest() override { fs::remove_all(folder); }

    std::unique_ptr<Log> open(std::uint64_t segment_bytes = 64U << 20U) {
        return std::move(Log::open({folder, segment_bytes, open_file})).value();
    }
    static std::vector<std::string> bodies(Log const& log, std::uint64_t from = 1) {
        std::vector<std::string> found;
        auto expected = std::max(from, log.first());
        EXPECT_TRUE(log.read(from,
                             [&](Frame frame) {
                                 EXPECT_EQ(frame.sequence, expected++);
                                 found.push_back(std::move(frame.body));
                                 return true;
                             })
                        .has_value());
        return found;
    }
    std::vector<fs::path> segments() const {
        std::vector<fs::path> found;
        for (auto const& entry : fs::directory_iterator(folder)) found.push_back(entry.path());
        std::sort(found.begin(), found.end());
        return found;
    }

    fs::path folder;
    OpenLogFile open_file;
};

TEST_F(LogTest, FramesComeBackInOrderAfterAReopening) {
    {
        auto log = open();
        EXPECT_EQ(log->last(), 0U);
        EXPECT_EQ(append_and_wait(*log, 10, "one").value(), 1U);
        EXPECT_EQ(append_and_wait(*log, -20, "").value(), 2U);
    }
    auto log = open();
    EXPECT_EQ(append_and_wait(*log, 30, std::string(100'000, 'x')).value(), 3U);
    EXPECT_THAT(bodies(*log), testing::ElementsAre("one", "", std::string(100'000, 'x')));
    EXPECT_THAT(bodies(*log, 3), testing::SizeIs(1));
    EXPECT_THAT(bodies(*log, 4), testing::IsEmpty());
}

TEST_F(LogTest, ManyAppendersEachGetTheirOwnPlace) {
    auto log = open(4096);
    std::vector<std::thread> threads;
    std::mutex mutex;
    std::set<std::uint64_t> places;
    for (int thread = 0; thread < 8; ++thread)
        threads.emplace_back([&, thread] {
            for (int i = 0; i < 200; ++i) {
                auto const place = append_and_wait(*log, i, std::to_string(thread) + ":" + std::to_string(i)).value();
                std::lock_guard const lock(mutex);
                EXPECT_TRUE(places.insert(place).second);
            }
        });
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(log->last(), 1600U);
    EXPECT_THAT(bodies(*log), testing::SizeIs(1600));
    EXPECT_GT(segments().size(), 3U);
    log.reset();
    EXPECT_THAT(bodies(*open()), testing::SizeIs(1600));
}

TEST_F(LogTest, WhereverACrashCutsTheLastGroupTheOthersStay) {
    std::uint64_t whole = 0;
    {
        auto log = open();
        append_and_wait(*log, 1, "kept");
        whole = fs::file_size(segments().front());
        append_and_wait(*log, 2, "cut off");
    }
    auto const path = segments().front();
    std::string bytes(fs::file_size(path), '\0');
    std::ifstream(path, std::ios::binary).read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    for (auto size = whole; size < bytes.size(); ++size) {
        std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes.substr(0, size);
        auto log = open();
        ASSERT_THAT(bodies(*log), testing::ElementsAre("kept")) << size;
        ASSERT_EQ(append_and_wait(*log, 3, "next").value(), 2U);
        log.reset();
        ASSERT_THAT(bodies(*open()), testing::ElementsAre("kept", "next"));
    }
    for (std::size_t size = 0; size < 12; ++size) {
        std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes.substr(0, size);
        ASSERT_THAT(bodies(*open()), testing::IsEmpty()) << size;
    }
}

TEST_F(LogTest, DamageWithinWhatWasAcknowledgedIsRefused) {
    std::uint64_t first_end = 0;
    {
        auto log = open();
        append_and_wait(*log, 1, "one");
        first_end = fs::file_size(segments().front());
        append_and_wait(*log, 2, "two");
    }
    std::fstream file(segments().front(), std::ios::binary | std::ios::in | std::ios::out);
    file.seekp(static_cast<std::streamoff>(first_end - 1));
    file.put('?');
    file.close();
    auto const log = Log::open({folder});
    ASSERT_FALSE(log.has_value());
    EXPECT_EQ(log.error().code, "archive.damaged");
}

TEST_F(LogTest, ALargeGroupCutOffIsFoundInMoments) {
    // Tens of megabytes of numbers that might be lengths: looking for a group behind them must not take sums of each.
    {
        auto const log = open();
        append_and_wait(*log, 1, "kept");
        std::string body(12U << 20U, '\0');
        for (std::size_t i = 0; i < body.size(); ++i) body[i] = static_cast<char>(i % 251);
        append_and_wait(*log, 2, body);
    }
    auto const path = segments().front();
    std::filesystem::resize_file(path, std::filesystem::file_size(path) - 1);
    auto const start = std::chrono::steady_clock::now();
    EXPECT_EQ(open()->last(), 1U);
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(20));
}

TEST_F(LogTest, OldSegmentsGoWhenAllHaveReadThem) {
    auto log = open(100);
    for (int i = 0; i < 20; ++i) append_and_wait(*log, i, std::string(60, 'a'));
    auto const before = segments().size();
    log->drop_before(10);
    EXPECT_LT(segments().size(), before);
    EXPECT_LE(log->first(), 10U);
    EXPECT_GT(log->first(), 1U);
    EXPECT_THAT(bodies(*log), testing::SizeIs(20 - log->first() + 1));
    log.reset();
    EXPECT_EQ(open()->last(), 20U);
}

TEST_F(LogTest, AReaderIsWokenByWhatLasts) {
    auto log = open();
    EXPECT_FALSE(log->wait_beyond(0, 1ms));
    std::thread writer([&] { append_and_wait(*log, 1, "news"); });
    EXPECT_TRUE(log->wait_beyond(0, 10s));
    writer.join();
}

/// A disk with room for so many bytes, whose syncs fail from some moment on.
struct Disk {
    std::atomic<std::uint64_t> room{1'000'000};
    std::atomic<bool> syncs{true};
};

class FailingFile : public LogFile {
  public:
    FailingFile(Disk& disk, fs::path const& path, std::uint64_t at) : disk_(disk), path_(path), at_(at) {
        std::ofstream(path_, std::ios::binary | std::ios::app);
    }
    int append(std::string_view bytes) override {
        auto const part = std::min<std::uint64_t>(bytes.size(), disk_.room);
        std::fstream file(path_, std::ios::binary | std::ios::in | std::ios::out);
        file.seekp(static_cast<std::streamoff>(at_));
        file << bytes.substr(0, part);
        at_ += part;
        disk_.room -= part;
        return part < bytes.size() ? ENOSPC : 0;
    }
    int sync() override { return disk_.syncs ? 0 : EIO; }
    int truncate(std::uint64_t size) override {
        fs::resize_file(path_, size);
        at_ = size;
        return 0;
    }

  private:
    Disk& disk_;
    fs::path path_;
    std::uint64_t at_;
};

TEST_F(LogTest, AFullDiskRefusesAndTakesAgainWhenThereIsRoom) {
    Disk disk;
    open_file = [&](fs::path const& path, std::uint64_t at) { return std::make_unique<FailingFile>(disk, path, at); };
    auto log = open();
    EXPECT_TRUE(append_and_wait(*log, 1, "fits").has_value());
    disk.room = 10;
    EXPECT_EQ(append_and_wait(*log, 2, "does not fit").error().code, "archive.disk_full");
    disk.room = 1000;
    EXPECT_EQ(append_and_wait(*log, 3, "fits again").value(), 2U);
    log.reset();
    EXPECT_THAT(bodies(*open()), testing::ElementsAre("fits", "fits again"));
}

TEST_F(LogTest, AfterAFailingSyncNothingIsTaken) {
    Disk disk;
    open_file = [&](fs::path const& path, std::uint64_t at) { return std::make_unique<FailingFile>(disk, path, at); };
    auto log = open();
    append_and_wait(*log, 1, "lasts");
    disk.syncs = false;
    EXPECT_EQ(append_and_wait(*log, 2, "unknown").error().code, "archive.log_failed");
    disk.syncs = true;
    EXPECT_EQ(append_and_wait(*log, 3, "too late").error().code, "archive.log_failed");
    EXPECT_EQ(log->last(), 1U);
}

TEST_F(LogTest, NothingAcknowledgedIsLostWhenTheProcessIsKilled) {
    for (int round = 0; round < 5; ++round) {
        std::array<int, 2> ends{};
        ASSERT_EQ(::pipe(ends.data()), 0);
        auto const child = ::fork();
        if (child == 0) {
            auto log = open(20'000);
            std::vector<std::thread> threads;
            for (int thread = 0; thread < 4; ++thread)
                threads.emplace_back([&] {
                    for (;;) {
                        auto const place = append_and_wait(*log, 0, std::string(50, 'p'));
                        if (::write(ends[1], &*place, 8) != 8) ::_exit(1);
                    }
                });
            for (auto& thread : threads) thread.join();
        }
        ::close(ends[1]);
        std::set<std::uint64_t> acknowledged;
        std::uint64_t place = 0;
        while (acknowledged.size() < 300 && ::read(ends[0], &place, 8) == 8) acknowledged.insert(place);
        ::kill(child, SIGKILL);
        while (::read(ends[0], &place, 8) == 8) acknowledged.insert(place);
        ::waitpid(child, nullptr, 0);
        ::close(ends[0]);
        auto const log = open();
        EXPECT_GE(log->last(), *acknowledged.rbegin()) << "round " << round;
        EXPECT_THAT(bodies(*log), testing::SizeIs(log->last()));
    }
}

}  // namespace
}  // namespace kunyu::archive
