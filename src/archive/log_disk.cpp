#include "archive/log_disk.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

namespace kunyu::archive {

namespace fs = std::filesystem;

int sync_folder(fs::path const& folder) {
    auto const file = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (file < 0) return errno;
    auto const status = ::fsync(file) == 0 ? 0 : errno;
    ::close(file);
    return status;
}

namespace {

class DiskFile : public LogFile {
  public:
    DiskFile(fs::path const& path, std::uint64_t at)
        : file_(::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0640)), folder_(path.parent_path()) {
        if (file_ >= 0) ::lseek(file_, static_cast<off_t>(at), SEEK_SET);
    }
    ~DiskFile() override {
        if (file_ >= 0) ::close(file_);
    }
    DiskFile(DiskFile const&) = delete;
    DiskFile& operator=(DiskFile const&) = delete;
    bool is_open() const { return file_ >= 0; }

    int append(std::string_view bytes) override {
        while (!bytes.empty()) {
            auto const written = ::write(file_, bytes.data(), bytes.size());
            if (written < 0 && errno == EINTR) continue;
            if (written < 0) return errno;
            bytes.remove_prefix(static_cast<std::size_t>(written));
        }
        return 0;
    }
    int sync() override { return ::fdatasync(file_) == 0 ? 0 : errno; }
    int sync_name() override { return sync_folder(folder_); }
    int truncate(std::uint64_t size) override {
        if (::ftruncate(file_, static_cast<off_t>(size)) != 0) return errno;
        return ::lseek(file_, static_cast<off_t>(size), SEEK_SET) < 0 ? errno : 0;
    }

  private:
    int file_;
    fs::path folder_;
};

}  // namespace

std::unique_ptr<LogFile> open_disk_file(fs::path const& path, std::uint64_t at) {
    auto file = std::make_unique<DiskFile>(path, at);
    return file->is_open() ? std::move(file) : nullptr;
}

}  // namespace kunyu::archive
