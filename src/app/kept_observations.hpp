#pragma once
#include "archive/archive_backup.hpp"
#include "operations/backup_part.hpp"
#include "sql/database.hpp"

#include <filesystem>
#include <string_view>

namespace kunyu::app {

/// The archive of observations as a part of a backup.
class KeptObservations : public operations::BackupPart {
  public:
    /// `folder`: of log and chunks; unused on PostgreSQL.
    KeptObservations(sql::Database& database, std::filesystem::path const& folder)
        : backup_(database, folder), restore_(folder) {}

    std::string_view name() const override { return "observations"; }
    base::Result<void> write_before(Add const& add) override { return backup_.write_log(add); }
    base::Result<void> write(sql::Session& snapshot, Add const& add) override {
        return backup_.write_snapshot(snapshot, add);
    }
    base::Result<void> begin_restore(sql::Tx& tx) override { return restore_.begin(tx); }
    base::Result<void> take(sql::Tx& tx, std::string_view entry, std::string_view bytes) override {
        return restore_.take(tx, entry, bytes);
    }
    base::Result<void> finish_restore(sql::Tx& tx) override { return restore_.finish(tx); }

  private:
    archive::ArchiveBackup backup_;
    archive::ArchiveRestore restore_;
};

}  // namespace kunyu::app
