#pragma once
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <limits>
#include <mutex>
#include <string>
#include <string_view>

/// Writes and syncs of this program that fail as those of a disk do, for whoever calls them: the log and SQLite's own
/// files, unchanged. The program's functions come before those of the C library wherever they are called from, so this
/// is for one source file of a program.
namespace kunyu::archive::failing_calls {

constexpr std::int64_t without_end = std::numeric_limits<std::int64_t>::max();

/// What goes wrong with files whose path contains `where`; nothing while it is empty.
struct Faults {
    std::string where = {};
    std::int64_t room = without_end;    ///< bytes by which files may grow: then ENOSPC, after a part was written
    std::int64_t writes = without_end;  ///< that succeed before one fails with EIO
    std::int64_t syncs = without_end;   ///< likewise
};

struct State {
    std::mutex mutex;
    Faults faults;
    std::int64_t failed = 0;
};
inline State& state() {
    static State all;
    return all;
}
inline void set(Faults faults) {
    std::lock_guard const lock(state().mutex);
    state().faults = std::move(faults);
    state().failed = 0;
}
/// How many calls have failed since set().
inline std::int64_t failed() {
    std::lock_guard const lock(state().mutex);
    return state().failed;
}

inline bool concerns(int file) {
    auto const& where = state().faults.where;
    if (where.empty()) return false;
    std::array<char, 4096> path{};
    auto const size = ::readlink(("/proc/self/fd/" + std::to_string(file)).c_str(), path.data(), path.size());
    return size > 0 && std::string_view(path.data(), static_cast<std::size_t>(size)).find(where) != std::string::npos;
}

/// One call fails, once so many have succeeded.
inline bool is_the_one(std::int64_t& left) {
    if (left == without_end || left < 0) return false;
    return left-- == 0;
}

/// How many of the bytes may be written at this place; -1 with errno for none.
inline std::int64_t allowed(int file, std::size_t size, std::int64_t end_before) {
    std::lock_guard const lock(state().mutex);
    if (!concerns(file)) return static_cast<std::int64_t>(size);
    auto& faults = state().faults;
    if (is_the_one(faults.writes)) {
        ++state().failed;
        errno = EIO;
        return -1;
    }
    struct stat about {};
    ::fstat(file, &about);
    auto const end = end_before + static_cast<std::int64_t>(size);
    auto const growth = std::max<std::int64_t>(end - std::max<std::int64_t>(about.st_size, end_before), 0);
    if (growth <= faults.room) {
        if (faults.room != without_end) faults.room -= growth;
        return static_cast<std::int64_t>(size);
    }
    ++state().failed;
    auto const part = static_cast<std::int64_t>(size) - (growth - faults.room);
    faults.room = 0;
    if (part > 0) return part;
    errno = ENOSPC;
    return -1;
}

inline int sync(int file, long call) {
    {
        std::lock_guard const lock(state().mutex);
        if (concerns(file) && is_the_one(state().faults.syncs)) {
            ++state().failed;
            errno = EIO;
            return -1;
        }
    }
    return static_cast<int>(::syscall(call, file));
}

}  // namespace kunyu::archive::failing_calls

// NOLINTBEGIN(misc-definitions-in-headers): in place of the C library's
extern "C" {

ssize_t write(int file, void const* bytes, size_t size) {
    auto const part = kunyu::archive::failing_calls::allowed(file, size, ::lseek(file, 0, SEEK_CUR));
    return part < 0 ? -1 : ::syscall(SYS_write, file, bytes, part);
}
ssize_t pwrite64(int file, void const* bytes, size_t size, off64_t at) {
    auto const part = kunyu::archive::failing_calls::allowed(file, size, at);
    return part < 0 ? -1 : ::syscall(SYS_pwrite64, file, bytes, part, at);
}
int fdatasync(int file) {
    return kunyu::archive::failing_calls::sync(file, SYS_fdatasync);
}
int fsync(int file) {
    return kunyu::archive::failing_calls::sync(file, SYS_fsync);
}

}  // extern "C"
// NOLINTEND(misc-definitions-in-headers)
