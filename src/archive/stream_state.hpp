#pragma once
#include "archive/chunk_index.hpp"
#include "archive/memtable.hpp"
#include "archive/revision.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <vector>

namespace kunyu::archive {

/// Everything known of one stream. Members under `mutex`; the chunks' list and the patches are replaced, never changed,
/// so that a reader keeps what it took.
struct StreamState {
    explicit StreamState(std::int64_t number) : stream(number) {}

    std::int64_t const stream;
    mutable std::shared_mutex mutex;
    std::uint64_t sealed_sequence = 0;  ///< what came in frames up to here is in chunks or revisions
    Memtable memtable;
    std::shared_ptr<std::vector<ChunkRow> const> chunks =
        std::make_shared<std::vector<ChunkRow> const>();     ///< by first time
    std::vector<std::shared_ptr<Revision const>> revisions;  ///< by id
    std::shared_ptr<Patches const> patches;  ///< of all of them, with the memtable's flags; null: to be made
    std::optional<Point> sealed_latest;      ///< of the chunks, when it was asked for since they changed
};

/// One stream as it is at a moment, for one read.
struct StreamView {
    std::shared_ptr<std::vector<ChunkRow> const> chunks;
    Points fresh;  ///< of the memtable, in the range asked for
    std::shared_ptr<Patches const> patches;
    /// Only what was received up to here; nothing: everything.
    std::optional<std::int64_t> as_of;
};

}  // namespace kunyu::archive
