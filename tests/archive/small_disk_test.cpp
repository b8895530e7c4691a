// The archive on a real file system of a few megabytes that becomes full, with processes that are killed on it.
#include "archive/sample_observations.hpp"
#include "archive/store.hpp"
#include "sql/connection.hpp"
#include "support/database.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <fstream>
#include <string_view>
#include <thread>

namespace kunyu::archive {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr char const* size_of_disk = "size=16m";

bool write_file(char const* path, std::string const& text) {
    std::ofstream file(path);
    file << text << std::flush;
    return file.good();
}

/// A file system of its own at the folder, for this process and its children alone; as root or in a user namespace.
bool mount_small_disk(std::string const& folder) {
    auto const [user, group] = std::pair(::getuid(), ::getgid());
    if (::unshare(CLONE_NEWNS) != 0) {
        if (::unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) return false;
        write_file("/proc/self/setgroups", "deny");
        if (!write_file("/proc/self/uid_map", "0 " + std::to_string(user) + " 1")) return false;
        if (!write_file("/proc/self/gid_map", "0 " + std::to_string(group) + " 1")) return false;
    }
    if (::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) return false;
    return ::mount("kunyu-test", folder.c_str(), "tmpfs", 0, size_of_disk) == 0;
}

/// What a writing process tells: one observation lasts, the disk is full, all is sealed.
enum class Told : char { kept = 'k', full = 'f', sealed = 's', failed = 'x' };

class SmallDisk {
  public:
    explicit SmallDisk(std::string folder) : folder_(std::move(folder)) {
        auto const database = sql::Database::open({.folder = folder_});
        sql::migrate(*database).value();
    }
    std::unique_ptr<Store> open(sql::Database& database) {
        Store::Options options;
        options.folder = fs::path(folder_) / "observations";
        options.memtable_rows = 100;
        options.segment_bytes = 64U << 10U;
        options.sealing_pause = SealingPause(2ms, 20ms);
        return Store::open(database, ids_, clock_, options).value();
    }
    /// Takes all the room but so many bytes.
    void fill(std::uint64_t but) const {
        auto const room = fs::space(folder_).available;
        std::ofstream(ballast(), std::ios::binary) << std::string(room > but ? room - but : 0, '#');
    }
    void make_room() const { fs::remove(ballast()); }
    std::string const& folder() const { return folder_; }

  private:
    fs::path ballast() const { return fs::path(folder_) / "ballast"; }
    std::string folder_;
    base::FixedClock clock_{base::Instant{begin}};
    base::SystemClock system_;
    base::IdGenerator ids_{system_, 1};  // no process takes a number that one before it has taken
};

/// Appends the observations from the first on, each known by its number, until it is killed. When the disk has become
/// full, makes room once it has been asked to and waits for the sealing.
[[noreturn]] void write_until_killed(SmallDisk& disk, int first, int out, int in) {
    auto const tell = [out](Told told) {
        if (::write(out, &told, 1) != 1) ::_exit(2);
    };
    auto const database = sql::Database::open({.folder = disk.folder()});
    auto const store = disk.open(*database);
    bool was_full = false;
    std::int64_t sealed_then = 0;
    for (auto number = first;;) {
        Batch batch;
        Points points;
        points.kind = ResultKind::text;
        points.times = {begin + number * minute};
        points.texts = {std::to_string(number) + std::string(800, static_cast<char>('a' + number * 7 % 23))};
        batch.points.push_back({1, points});
        auto const receipt = store->append(batch);
        if (receipt) {
            tell(Told::kept);
            ++number;
            if (!was_full || store->statistics().sealed_observations <= sealed_then) continue;
            tell(Told::sealed);
            was_full = false;
        } else if (receipt.error().code != "archive.disk_full") {
            tell(Told::failed);
        } else if (!was_full) {
            was_full = true;
            sealed_then = store->statistics().sealed_observations;
            tell(Told::full);
            char answer = 0;
            if (::read(in, &answer, 1) != 1) ::_exit(3);
        }
    }
}

struct Writer {
    int process = 0;
    int out = 0;
    int in = 0;

    Writer(SmallDisk& disk, int first) {
        std::array<int, 2> up{}, down{};
        if (::pipe(up.data()) != 0 || ::pipe(down.data()) != 0) std::abort();
        process = ::fork();
        if (process == 0) {
            ::close(up[0]);
            ::close(down[1]);
            write_until_killed(disk, first, up[1], down[0]);
        }
        ::close(up[1]);
        ::close(down[0]);
        out = up[0];
        in = down[1];
    }
    Writer(Writer const&) = delete;
    Writer& operator=(Writer const&) = delete;
    ~Writer() {
        ::close(out);
        ::close(in);
    }
    /// Counts what is kept until something else is told, or so many are.
    Told listen(int& kept, int most) const {
        char told = 0;
        while (most-- > 0) {
            if (::read(out, &told, 1) != 1) return Told::failed;
            if (static_cast<Told>(told) != Told::kept) return static_cast<Told>(told);
            ++kept;
        }
        return Told::kept;
    }
    void kill(int& kept) const {
        ::kill(process, SIGKILL);
        char told = 0;
        while (::read(out, &told, 1) == 1)
            if (static_cast<Told>(told) == Told::kept) ++kept;
        ::waitpid(process, nullptr, 0);
    }
};

/// All that were acknowledged, and at most the one beyond that was on its way; answers how many there are.
int expect_all_once(SmallDisk& disk, int kept) {
    auto const database = sql::Database::open({.folder = disk.folder()});
    auto const begun = std::chrono::steady_clock::now();
    auto const store = disk.open(*database);
    EXPECT_LT(std::chrono::steady_clock::now() - begun, 10s);
    auto const found = store->read(1, {{}, std::nullopt, false, 1'000'000}).value();
    auto const count = static_cast<int>(found.size());
    EXPECT_GE(count, kept);
    EXPECT_LE(count, kept + 1);
    for (int i = 0; i < count; ++i) {
        auto const place = static_cast<std::size_t>(i);
        if (found.times[place] != begin + i * minute || found.ordinals[place] != i ||
            !found.texts[place].starts_with(std::to_string(i))) {
            ADD_FAILURE() << "at " << i;
            break;
        }
    }
    return count;
}

void trial(std::string const& folder) {
    SmallDisk disk(folder);
    int kept = 0;
    for (std::uint64_t const room : {300'000U, 90'000U, 900'000U}) {
        SCOPED_TRACE(room);
        // Killed while it is full, and begun again while it still is.
        disk.fill(room);
        {
            Writer const writer(disk, kept);
            ASSERT_EQ(writer.listen(kept, 100'000), Told::full);
            writer.kill(kept);
        }
        try {
            kept = expect_all_once(disk, kept);
        } catch (sql::SqlError const& full) {
            // SQLite needs some room to begin; then it says so.
            EXPECT_TRUE(std::string_view(full.what()).find("No space left") != std::string_view::npos) << full.what();
        }
        disk.make_room();
        kept = expect_all_once(disk, kept);
        // Room is made under the same process: writing and sealing go on by themselves.
        disk.fill(room);
        Writer const writer(disk, kept);
        ASSERT_EQ(writer.listen(kept, 100'000), Told::full);
        disk.make_room();
        ASSERT_EQ(::write(writer.in, "!", 1), 1);
        ASSERT_EQ(writer.listen(kept, 100'000), Told::sealed);
        writer.listen(kept, 50);
        writer.kill(kept);
        kept = expect_all_once(disk, kept);
    }
    EXPECT_GT(kept, 300);
}

// Where neither is allowed, sealing_faults_test.cpp has the same with calls that fail as those of a full disk do.
TEST(SmallDiskTest, WhatWasAcknowledgedOnADiskThatBecameFullIsThereOnce) {
    constexpr int not_allowed = 77;
    test::TemporaryFolder const folder;
    ::fflush(nullptr);
    auto const child = ::fork();
    if (child == 0) {
        if (!mount_small_disk(folder.path())) ::_exit(not_allowed);
        try {
            trial(folder.path());
        } catch (std::exception const& fault) {
            ADD_FAILURE() << fault.what();
        }
        ::fflush(nullptr);
        ::_exit(testing::Test::HasFailure() ? 1 : 0);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFEXITED(status));
    if (WEXITSTATUS(status) == not_allowed)
        GTEST_SKIP() << "no file system may be mounted here, not even in a namespace";
    EXPECT_EQ(WEXITSTATUS(status), 0);
}

}  // namespace
}  // namespace kunyu::archive
