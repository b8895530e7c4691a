#include "files/content_folder.hpp"

#include "base/text.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <fstream>
#include <sstream>
#include <system_error>

namespace kunyu::files {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(fs::path const& path) {
    throw std::system_error(errno, std::generic_category(), path.string());
}

/// A file descriptor that closes itself.
class Descriptor {
  public:
    Descriptor(fs::path const& path, int flags) : path_(path), number_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {
        if (number_ < 0) fail(path);
    }
    Descriptor(Descriptor const&) = delete;
    Descriptor& operator=(Descriptor const&) = delete;
    ~Descriptor() { ::close(number_); }
    void write(std::string_view bytes) const {
        while (!bytes.empty()) {
            auto const written = ::write(number_, bytes.data(), bytes.size());
            if (written < 0 && errno != EINTR) fail(path_);
            if (written > 0) bytes.remove_prefix(static_cast<std::size_t>(written));
        }
    }
    void make_durable() const {
        if (::fsync(number_) != 0) fail(path_);
    }

  private:
    fs::path path_;
    int number_;
};

void make_folder_durable(fs::path const& folder) {
    Descriptor(folder, O_RDONLY | O_DIRECTORY).make_durable();
}

bool is_older(fs::path const& path, std::int64_t seconds) {
    std::error_code gone;
    auto const changed = fs::last_write_time(path, gone);
    return !gone && fs::file_time_type::clock::now() - changed > std::chrono::seconds(seconds);
}

}  // namespace

ContentFolder::ContentFolder(fs::path folder) : folder_(std::move(folder)) {
    fs::create_directories(folder_ / "aside");
    fs::permissions(folder_, fs::perms::owner_all);
}

fs::path ContentFolder::place_of(std::string const& digest) const {
    return folder_ / digest.substr(0, 2) / digest;
}

fs::path ContentFolder::write_aside(std::string_view bytes) const {
    auto path = folder_ / "aside" / base::hex(base::random_bytes(16));
    Descriptor const file(path, O_WRONLY | O_CREAT | O_EXCL);
    file.write(bytes);
    file.make_durable();
    return path;
}

void ContentFolder::put_in_place(fs::path const& aside, std::string const& digest) const {
    auto const place = place_of(digest);
    std::error_code ignored;
    if (fs::exists(place)) {
        fs::remove(aside, ignored);
        return;
    }
    if (fs::create_directory(place.parent_path())) make_folder_durable(folder_);
    fs::rename(aside, place);
    make_folder_durable(place.parent_path());
}

bool ContentFolder::contains(std::string const& digest) const {
    return fs::exists(place_of(digest));
}

std::optional<std::string> ContentFolder::read(std::string const& digest) const {
    std::ifstream file(place_of(digest), std::ios::binary);
    if (!file) return std::nullopt;
    std::ostringstream bytes;
    bytes << file.rdbuf();
    return std::move(bytes).str();
}

void ContentFolder::remove(std::string const& digest) const {
    std::error_code ignored;
    fs::remove(place_of(digest), ignored);
}

std::vector<std::string> ContentFolder::older_than(std::int64_t seconds) const {
    std::vector<std::string> digests;
    for (auto const& folder : fs::directory_iterator(folder_)) {
        for (auto const& file : fs::directory_iterator(folder.path())) {
            if (!is_older(file.path(), seconds)) continue;
            if (folder.path().filename() != "aside") {
                digests.push_back(file.path().filename().string());
                continue;
            }
            std::error_code ignored;
            fs::remove(file.path(), ignored);
        }
    }
    return digests;
}

}  // namespace kunyu::files
