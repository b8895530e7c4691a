#pragma once
#include "app/data_folder.hpp"
#include "archive/archive_backup.hpp"
#include "operations/backup.hpp"
#include "operations/verify.hpp"

#include <filesystem>
#include <optional>
#include <string>

namespace kunyu::app {

struct KeepingOptions {
    std::filesystem::path folder = "data";
    std::optional<std::string> database = {};
    std::filesystem::path file = {};
};

/// Everything of the folder, its configuration too, in one file. Refuses what operations::write_backup()
/// and archive::ArchiveBackup refuse.
base::Result<operations::BackupSummary> back_up(DataFolder& folder, std::filesystem::path const& file);

/// Makes `options.folder` and fills it, or `options.database`, from a backup; what was configured as database then does
/// not come along. Nothing is left when it fails. Refuses app.folder_not_empty, and what operations::restore_backup()
/// refuses.
base::Result<operations::BackupSummary> restore(KeepingOptions const& options);

struct Verified {
    operations::VerifySummary records;
    archive::ArchiveVerified observations;
};

/// Proves the folder whole, with the rules of every module, and the archive of observations.
base::Result<Verified> verify(DataFolder& folder);

}  // namespace kunyu::app
