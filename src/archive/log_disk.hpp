#pragma once
#include "archive/log.hpp"

#include <filesystem>
#include <memory>

namespace kunyu::archive {

/// A new name lasts once its folder was synced. 0 or the error of the system, as all of LogFile.
int sync_folder(std::filesystem::path const& folder);
/// A file that is written from `at` on, made if need be; nothing when it cannot be had (errno).
std::unique_ptr<LogFile> open_disk_file(std::filesystem::path const& path, std::uint64_t at);

}  // namespace kunyu::archive
