#pragma once
#include "archive/chunk_bytes.hpp"
#include "archive/chunk_index.hpp"
#include "archive/log.hpp"
#include "base/result.hpp"
#include "sql/database.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::archive {

/// Takes one piece of a backup, of some megabytes, under its name: "log/000001", "chunks/000001".
using AddPiece = std::function<void(std::string const& name, std::string_view bytes)>;

/// Writes what the archive keeps beside its index: the frames of the log that a restart has to read, and the bytes of
/// every chunk that the index names; alike for both engines (docs/archive-format.md). The index itself is plain tables.
/// Another process may be writing meanwhile. The log is read before the snapshot of the index is taken: what is
/// sealed in between is in both, and taken once (by its sealed sequence); the other way round it could be in neither.
class ArchiveBackup {
  public:
    /// `folder`: of log and chunks; unused on PostgreSQL.
    ArchiveBackup(sql::Database& database, std::filesystem::path folder);

    /// Before the snapshot. Refused: archive.damaged, archive.frame_missing {sequence}.
    base::Result<void> write_log(AddPiece const& add);
    /// Within the snapshot. Refused: archive.chunk_missing and archive.chunk_damaged {chunk, stream}.
    base::Result<void> write_snapshot(sql::Session& session, AddPiece const& add);

  private:
    sql::Database& database_;
    std::filesystem::path folder_;
};

/// Takes in what ArchiveBackup wrote, on either engine. Everything happens within one transaction on PostgreSQL; files
/// are made anew when it runs again. On SQLite the caller removes them when the transaction fails.
class ArchiveRestore {
  public:
    explicit ArchiveRestore(std::filesystem::path folder);

    base::Result<void> begin(sql::Tx& tx);
    /// Refused: archive.damaged, archive.log_failed.
    base::Result<void> take(sql::Tx& tx, std::string_view name, std::string_view bytes);
    /// When the tables of the index are there. The log then ends at, or behind, every sealed sequence and every cursor:
    /// a new frame gets a higher number. Were it lower, the frame would be taken for one that is sealed already, or be
    /// left out by the next start, and what was acknowledged would be lost.
    base::Result<void> finish(sql::Tx& tx);

  private:
    base::Result<void> take_frames(sql::Tx& tx, std::string_view bytes);
    base::Result<void> take_chunks(sql::Tx& tx, std::string_view bytes);
    base::Result<void> add_frames(sql::Tx& tx, std::vector<Frame> const& frames);

    std::filesystem::path folder_;
    std::unique_ptr<LogWriter> log_;      ///< SQLite alone
    std::unique_ptr<ChunkBytes> chunks_;  ///< SQLite alone
    std::uint64_t last_ = 0;              ///< frame taken in
};

struct ArchiveVerified {
    std::int64_t chunks = 0;
    std::int64_t frames = 0;
};

/// Proves that every chunk the index names is there, opens and is what the index says of it, and that the log reads
/// whole from the first frame that is not sealed. Chunks that nobody names, left by a crash, are no damage. Works
/// beside a running server. Refused with the first fault: archive.chunk_missing, archive.chunk_damaged and
/// archive.chunk_unlike {chunk, stream}, archive.damaged, archive.frame_missing and archive.frame_damaged {sequence}.
base::Result<ArchiveVerified> verify_archive(sql::Database& database, std::filesystem::path const& folder);

}  // namespace kunyu::archive
