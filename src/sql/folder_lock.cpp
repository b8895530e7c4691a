#include "sql/folder_lock.hpp"

#include "sql/database.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace kunyu::sql {
namespace {

std::string read_holder(int descriptor) {
    std::string text(32, '\0');
    auto const size = ::pread(descriptor, text.data(), text.size(), 0);
    text.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
    return text.empty() ? "?" : text;
}

}  // namespace

FolderLock::FolderLock(std::string const& folder) {
    auto const path = folder + "/kunyu.lock";
    descriptor_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor_ < 0) throw SqlError(fmt::format("cannot open {}: {}", path, std::strerror(errno)), "58030");
    if (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
        auto const holder = read_holder(descriptor_);
        ::close(descriptor_);
        throw FolderInUse(fmt::format("the folder {} is served by process {} already; end it first (kill {}), or name "
                                      "another folder with --data",
                                      folder, holder, holder),
                          "55006");
    }
    auto const holder = std::to_string(::getpid());
    if (::ftruncate(descriptor_, 0) != 0 || ::pwrite(descriptor_, holder.data(), holder.size(), 0) < 0) {
        ::close(descriptor_);
        throw SqlError(fmt::format("cannot write {}: {}", path, std::strerror(errno)), "58030");
    }
}

FolderLock::~FolderLock() {
    ::close(descriptor_);
}

}  // namespace kunyu::sql
