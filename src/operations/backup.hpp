#pragma once
#include "base/result.hpp"
#include "base/time.hpp"
#include "files/store.hpp"
#include "operations/backup_part.hpp"
#include "sql/database.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>

namespace kunyu::operations {

/// Called with what is done and what there is in all, for a progress bar.
using Progress = std::function<void(std::int64_t done, std::int64_t total)>;

/// Further small files of a backup, by name: the configuration.
using Extras = std::map<std::string, std::string>;

struct BackupSummary {
    std::int64_t tables = 0;
    std::int64_t rows = 0;
    std::int64_t contents = 0;
    std::int64_t bytes = 0;  ///< of the archive
};

/// Writes everything into one archive (backup_format.hpp), as of one moment, while the server goes on writing. Refuses
/// operations.backup_exists {file}, files.damaged when an attached file cannot be read whole, and what a part refuses.
/// Throws when the disk refuses. Then there is no archive.
base::Result<BackupSummary> write_backup(sql::Database& database, files::Store const& store, base::Instant now,
                                         Extras const& extras, BackupParts const& parts,
                                         std::filesystem::path const& path, Progress const& progress);

/// Reads the whole archive and holds it against its digests; answers the extras. Refuses operations.backup_damaged
/// {part} and operations.not_a_backup {file}.
base::Result<Extras> check_backup(std::filesystem::path const& path);

/// Puts a backup into an empty database with the same schema, of either engine, all or nothing. Refuses what
/// check_backup() refuses, operations.database_not_empty, and operations.backup_version {migration} when the archive
/// was written by another version. What parts keep outside of the database is the caller's to remove when it is
/// refused.
base::Result<BackupSummary> restore_backup(std::filesystem::path const& path, sql::Database& database,
                                           files::Store& store, BackupParts const& parts, Progress const& progress);

}  // namespace kunyu::operations
