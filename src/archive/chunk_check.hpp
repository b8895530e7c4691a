#pragma once
#include "archive/chunk_bytes.hpp"
#include "archive/chunk_index.hpp"
#include "base/result.hpp"
#include "sql/database.hpp"

#include <filesystem>
#include <memory>

namespace kunyu::archive {

/// Reads chunks from where a snapshot of the index says they are: the month's file, or the table of the same snapshot.
/// Lives no longer than the session.
class ChunkSource {
  public:
    ChunkSource(sql::Session& session, std::filesystem::path folder);
    /// Refused: archive.chunk_missing, archive.chunk_damaged {chunk, stream}.
    base::Result<SealedChunk> read(ChunkRow const& row);

  private:
    std::optional<SealedChunk> find(ChunkRow const& row);

    sql::Session& session_;
    std::filesystem::path folder_;
    std::unique_ptr<ChunkBytes> files_;  ///< SQLite alone
};

/// Refuses a chunk that does not open (archive.chunk_damaged) or is not what the index says (archive.chunk_unlike).
base::Result<void> check_chunk(ChunkRow const& row, SealedChunk const& chunk);

}  // namespace kunyu::archive
