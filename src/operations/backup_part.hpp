#pragma once
#include "base/result.hpp"
#include "sql/database.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::operations {

/// What a module keeps beside the tables that every backup copies; wired by app/, since operations knows none of these
/// modules. Its entries in the archive are called <name>/<entry>. Entries come back in the order they were added in,
/// mixed with tables.
class BackupPart {
  public:
    /// Takes an entry, of some megabytes at the most where it can be parted.
    using Add = std::function<void(std::string const& entry, std::string_view bytes)>;

    virtual ~BackupPart() = default;
    virtual std::string_view name() const = 0;

    /// Before the snapshot of the database is taken.
    virtual base::Result<void> write_before(Add const& add) = 0;
    /// Within the snapshot.
    virtual base::Result<void> write(sql::Session& snapshot, Add const& add) = 0;

    // Within the transaction of a restore, which may run again from the beginning.

    virtual base::Result<void> begin_restore(sql::Tx& tx) = 0;
    virtual base::Result<void> take(sql::Tx& tx, std::string_view entry, std::string_view bytes) = 0;
    /// All tables and entries are there.
    virtual base::Result<void> finish_restore(sql::Tx& tx) = 0;
};

/// Not owned; alive as long as the backup or the restore runs.
using BackupParts = std::vector<BackupPart*>;

}  // namespace kunyu::operations
