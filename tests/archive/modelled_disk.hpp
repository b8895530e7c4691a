#pragma once
#include "archive/log.hpp"

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kunyu::archive {

/// A disk under a log, with the page cache between: the files hold what was written, the disk what was synced. As on
/// Linux (fsync(2), "Errors"), a failing sync lets go of the pages that it could not write, so that a later one
/// succeeds without them; names in a folder alike. A power cut leaves what is on the disk. Safe for all threads.
class ModelledDisk {
  public:
    using Path = std::filesystem::path;

    /// What goes wrong, until it is set otherwise; errno or 0.
    struct Faults {
        std::uint64_t room = std::numeric_limits<std::uint64_t>::max();  ///< bytes that may still be written
        int write = 0;
        int truncate = 0;
        int sync = 0;
        int sync_name = 0;
        bool killed = false;  ///< a failing sync was never asked for: the pages stay to be written
    };

    void set(Faults const& faults) {
        std::lock_guard const lock(mutex_);
        faults_ = faults;
    }
    OpenLogFile opener() {
        return [this](Path const& path, std::uint64_t at) { return std::make_unique<File>(*this, path, at); };
    }
    /// Leaves what is on the disk. Nobody has a file of the folder open.
    void cut_power(Path const& folder) {
        std::lock_guard const lock(mutex_);
        std::vector<Path> paths;
        for (auto const& entry : std::filesystem::directory_iterator(folder)) paths.push_back(entry.path());
        for (auto const& path : paths) {
            auto const& kept = kept_[path];
            if (kept.named)
                std::ofstream(path, std::ios::binary | std::ios::trunc) << kept.bytes;
            else
                std::filesystem::remove(path);
        }
        for (auto& [path, kept] : kept_) kept.unwritten.clear();
    }

  private:
    static constexpr std::uint64_t page = 4096;

    /// What the disk has of a file.
    struct Kept {
        bool named = false;
        bool name_unwritten = true;
        std::string bytes;
        std::set<std::uint64_t> unwritten;  ///< pages
    };

    class File : public LogFile {
      public:
        File(ModelledDisk& disk, Path path, std::uint64_t at) : disk_(disk), path_(std::move(path)), at_(at) {
            std::lock_guard const lock(disk_.mutex_);
            if (!std::filesystem::exists(path_)) disk_.kept_[path_] = {};
            std::ofstream(path_, std::ios::binary | std::ios::app);
        }
        int append(std::string_view bytes) override {
            std::lock_guard const lock(disk_.mutex_);
            if (disk_.faults_.write != 0) return disk_.faults_.write;
            auto const part = std::min<std::uint64_t>(bytes.size(), disk_.faults_.room);
            disk_.faults_.room -= part;
            std::fstream file(path_, std::ios::binary | std::ios::in | std::ios::out);
            file.seekp(static_cast<std::streamoff>(at_));
            file << bytes.substr(0, part);
            for (auto at = at_ / page; at * page < at_ + part; ++at) disk_.kept_[path_].unwritten.insert(at);
            at_ += part;
            return part < bytes.size() ? ENOSPC : 0;
        }
        int sync() override {
            std::lock_guard const lock(disk_.mutex_);
            auto& kept = disk_.kept_[path_];
            if (disk_.faults_.sync != 0) {
                if (!disk_.faults_.killed) kept.unwritten.clear();
                return disk_.faults_.sync;
            }
            write_out(kept);
            return 0;
        }
        int sync_name() override {
            std::lock_guard const lock(disk_.mutex_);
            auto& kept = disk_.kept_[path_];
            if (disk_.faults_.sync_name == 0) kept.named = kept.named || kept.name_unwritten;
            kept.name_unwritten = false;
            return disk_.faults_.sync_name;
        }
        int truncate(std::uint64_t size) override {
            std::lock_guard const lock(disk_.mutex_);
            if (disk_.faults_.truncate != 0) return disk_.faults_.truncate;
            std::filesystem::resize_file(path_, size);
            at_ = size;
            return 0;
        }

      private:
        void write_out(Kept& kept) const {
            std::ifstream in(path_, std::ios::binary);
            std::string const bytes{std::istreambuf_iterator<char>(in), {}};
            kept.bytes.resize(bytes.size());
            for (auto const number : kept.unwritten)
                if (number * page < bytes.size())
                    kept.bytes.replace(number * page, page, bytes.substr(number * page, page));
            kept.unwritten.clear();
        }

        ModelledDisk& disk_;
        Path path_;
        std::uint64_t at_;
    };

    std::mutex mutex_;
    Faults faults_;
    std::map<Path, Kept> kept_;
};

}  // namespace kunyu::archive
