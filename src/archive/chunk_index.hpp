#pragma once
#include "archive/chunk.hpp"
#include "archive/revision.hpp"
#include "sql/database.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::archive {

/// The month in UTC of the instant, counted from the year 0: year x 12 + month - 1.
std::int64_t month_of(std::int64_t microseconds);

/// What the index knows of a chunk, so that overviews need not read it.
struct ChunkRow {
    std::int64_t id = 0;
    std::int64_t stream = 0;
    std::int64_t month = 0;  ///< of the first instant: where the bytes are
    ResultKind kind = ResultKind::number;
    std::int64_t first_time = 0;
    std::int64_t last_time = 0;
    std::int64_t count = 0;
    std::int64_t first_ordinal = 0;
    std::int64_t last_ordinal = 0;
    std::int64_t last_arrival = 0;
    Summary summary;
    double last_number = 0;  ///< the result of the last observation; NaN for text
    std::int64_t bytes = 0;
    std::int64_t step = 0;             ///< between the phenomenon times, where it is the same throughout; else 0
    std::int64_t longest = not_noted;  ///< of the phenomenon times; 0: all are moments
    std::int64_t first_result_time = no_result_time;
    std::int64_t last_result_time = no_result_time;

    /// Chunks of before durations and result times were noted: neither is known without a look into the body.
    static constexpr std::int64_t not_noted = -1;
    bool notes_times() const { return longest != not_noted; }
};

/// Arrivals are rounded up in a chunk, but when the last of them came is known.
void keep_arrivals_within(Points& points, ChunkRow const& row);

/// How far a stream is sealed: everything that came in frames up to the sequence is in chunks or revisions.
struct StreamRow {
    std::int64_t stream = 0;
    std::uint64_t sealed_sequence = 0;
    std::int64_t next_ordinal = 0;
};

struct GoneChunk {
    std::int64_t id = 0;
    std::int64_t stream = 0;
    std::int64_t month = 0;
};

/// What has changed in the index since a generation.
struct IndexChanges {
    std::int64_t generation = 0;
    std::vector<StreamRow> streams;
    std::vector<ChunkRow> chunks;
    std::vector<GoneChunk> gone;
    std::vector<std::shared_ptr<Revision const>> revisions;  ///< in the order of their ids
};
/// Refused: archive.damaged.
base::Result<IndexChanges> changes_since(sql::Session& session, std::int64_t generation);
std::int64_t generation_of(sql::Session& session);
std::optional<StreamRow> stream_row(sql::Session& session, std::int64_t stream);

/// Every chunk the index names, month by month, until `visit` answers false.
void each_chunk(sql::Session& session, std::function<bool(ChunkRow const&)> const& visit);

/// One change of the index, in the transaction of the caller.
class IndexWriter {
  public:
    explicit IndexWriter(sql::Tx& tx);
    void put_stream(StreamRow const& row);
    void add_chunk(ChunkRow const& row);
    /// False when another process took it away before.
    bool remove_chunk(ChunkRow const& row, std::int64_t at);
    /// Gives the revision its id.
    void add_revision(Revision& revision);

  private:
    sql::Tx& tx_;
    std::int64_t generation_;
};

/// Those of the chunks that are not in the index, nor were and their bytes are still kept.
std::vector<std::int64_t> unnamed_of(sql::Session& session, std::vector<std::int64_t> const& ids);
/// Chunks taken away before `at`, whose bytes may go.
std::vector<GoneChunk> gone_before(sql::Session& session, std::int64_t at, std::int64_t limit);
void forget_gone(sql::Tx& tx, std::vector<GoneChunk> const& chunks);

/// How far the reader of this name has come in the log; 0 at the beginning.
std::uint64_t cursor_of(sql::Session& session, std::string_view name);
void store_cursor(sql::Tx& tx, std::string_view name, std::uint64_t sequence);
/// Of all who keep one, by name.
std::vector<std::pair<std::string, std::uint64_t>> all_cursors(sql::Session& session);
/// The least of all readers; nothing when there are none.
std::optional<std::uint64_t> least_cursor(sql::Session& session);

}  // namespace kunyu::archive
