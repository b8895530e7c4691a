#include "observation_files/byte_source.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>

namespace kunyu::observation_files {

std::size_t MemorySource::read(char* to, std::size_t most) {
    auto const count = bytes_.copy(to, most, at_);
    at_ += count;
    return count;
}

void MemorySource::seek(std::uint64_t offset) {
    at_ = static_cast<std::size_t>(std::min<std::uint64_t>(offset, bytes_.size()));
}

base::Result<std::unique_ptr<FileSource>> FileSource::open(std::filesystem::path const& path) {
    auto const refused = [&](std::string const& reason) {
        return base::refuse("observation_files.cannot_open", {{"path", path.string()}, {"reason", reason}});
    };
    std::error_code error;
    auto const size = std::filesystem::file_size(path, error);  // an error for a folder, too
    if (error) return refused(error.message());
    File file(std::fopen(path.c_str(), "rb"));
    if (!file) return refused(std::generic_category().message(errno));
    return std::unique_ptr<FileSource>(new FileSource(std::move(file), size));
}

std::size_t FileSource::read(char* to, std::size_t most) {
    auto const count = std::fread(to, 1, most, file_.get());
    if (count < most && std::ferror(file_.get()) != 0) throw std::system_error(errno, std::generic_category(), "read");
    return count;
}

void FileSource::seek(std::uint64_t offset) {
    if (std::fseek(file_.get(), static_cast<long>(offset), SEEK_SET) != 0)
        throw std::system_error(errno, std::generic_category(), "seek");
}

}  // namespace kunyu::observation_files
