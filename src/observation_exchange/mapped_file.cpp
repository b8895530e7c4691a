#include "observation_exchange/mapped_file.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace kunyu::observation_exchange {
namespace {

[[noreturn]] void fail(std::filesystem::path const& path) {
    throw std::system_error(errno, std::generic_category(), path.string());
}

}  // namespace

MappedFile::MappedFile(std::filesystem::path const& path) : size_(std::filesystem::file_size(path)) {
    if (size_ == 0) return;
    auto const file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) fail(path);
    start_ = mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, file, 0);
    auto const why = errno;
    close(file);
    errno = why;
    if (start_ == MAP_FAILED) fail(path);
}

MappedFile::~MappedFile() {
    if (size_ > 0) munmap(start_, size_);
}

}  // namespace kunyu::observation_exchange
