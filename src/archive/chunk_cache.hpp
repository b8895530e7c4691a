#pragma once
#include "archive/chunk.hpp"
#include "archive/chunk_bytes.hpp"
#include "archive/chunk_index.hpp"

#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <unordered_map>

namespace kunyu::archive {

/// Heads and bodies of chunks, opened when they are first asked for; those longest unused go when they take more than
/// the budget. What was handed out stays valid. Safe for all threads.
class ChunkCache {
  public:
    ChunkCache(ChunkBytes& bytes, std::size_t budget) : bytes_(bytes), budget_(budget) {}

    /// Refused: archive.damaged, also when the bytes are not there.
    base::Result<std::shared_ptr<ChunkHead const>> head(ChunkRow const& row);
    base::Result<std::shared_ptr<ChunkBody const>> body(ChunkRow const& row, ChunkHead const& head);
    void forget(std::int64_t id);

  private:
    struct Entry {
        std::shared_ptr<ChunkHead const> head;
        std::shared_ptr<ChunkBody const> body;
        std::size_t footprint = 0;
        std::list<std::int64_t>::iterator place;
    };
    Entry& entry(std::int64_t id);
    void grow(Entry& entry, std::size_t size);

    ChunkBytes& bytes_;
    std::size_t budget_;
    std::mutex mutex_;
    std::unordered_map<std::int64_t, Entry> entries_;
    std::list<std::int64_t> order_;  ///< the last used in front
    std::size_t footprint_ = 0;
};

}  // namespace kunyu::archive
