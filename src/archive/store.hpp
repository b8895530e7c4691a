#pragma once
#include "archive/batch.hpp"
#include "archive/chunk_bytes.hpp"
#include "archive/chunk_cache.hpp"
#include "archive/frame_log.hpp"
#include "archive/log.hpp"
#include "archive/memtable.hpp"
#include "archive/revision.hpp"
#include "archive/sealing_pause.hpp"
#include "archive/stored_frames.hpp"
#include "archive/stream_state.hpp"
#include "base/ids.hpp"
#include "base/time.hpp"
#include "sql/database.hpp"

#include <array>
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <limits>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <span>
#include <string>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>

namespace kunyu::archive {

/// Where a batch went: the ordinal of the first observation of each of its streams.
struct Receipt {
    std::uint64_t sequence = 0;
    std::vector<std::int64_t> first_ordinals;
};

/// A stretch of time: from <= t < to, microseconds since 1970 UTC.
struct TimeRange {
    std::int64_t from = std::numeric_limits<std::int64_t>::min();
    std::int64_t to = std::numeric_limits<std::int64_t>::max();
};

/// How to read.
struct ReadOptions {
    std::optional<std::int64_t> as_of = {};  ///< as it was known then; now when absent
    bool skip_bad = false;                   ///< leaves out what is flagged 4 (bad) or 9 (missing)
};

/// A place in a stream's order of time.
struct Place {
    std::int64_t time = 0;
    std::int64_t ordinal = 0;
    auto operator<=>(Place const&) const = default;
};

/// A page of a range.
struct PageQuery {
    TimeRange range = {};
    std::optional<Place> after = {};  ///< only what comes after it in the order asked for
    bool descending = false;
    std::size_t limit = 1000;
    /// Only what lasts up to this moment or beyond it; chunks in which nothing does are passed over.
    std::optional<std::int64_t> reaching = {};
};

/// The archive of observations: the log of what came in, the memtables of what is not sealed yet, the sealed chunks and
/// the later versions; one order for writers, merged for readers. An observation is acknowledged once it is in the log
/// for good. The same frames give the same ordinals in whatever process applies them, so that after a crash, and in two
/// processes on one PostgreSQL, every acknowledged observation is there exactly once. Safe for all threads.
class Store {
  public:
    struct Options {
        std::filesystem::path folder;              ///< of log and chunks; unused on PostgreSQL
        std::size_t memtable_rows = 1440;          ///< a stream with more is sealed
        std::size_t memtable_bytes = 128U << 20U;  ///< of all streams; beyond, the largest are sealed
        /// Of all streams; beyond, nothing is taken in until the sealing has caught up.
        std::size_t most_memtable_bytes = 1024U << 20U;
        std::uint64_t log_bytes = 768U << 20U;  ///< streams with something further back in the log are sealed
        std::size_t cache_bytes = 64U << 20U;
        bool background = true;  ///< seals on a thread of its own; otherwise seal_due() is called by whoever uses it
        SealingPause sealing_pause{std::chrono::seconds(1), std::chrono::seconds(60)};
        OpenLogFile open_file = {};
        std::uint64_t segment_bytes = 64ULL << 20U;
    };

    /// Reads the index and the part of the log that is not sealed. The database outlives the store.
    static base::Result<std::unique_ptr<Store>> open(sql::Database& database, base::IdGenerator& ids,
                                                     base::Clock const& clock, Options options);
    ~Store();
    Store(Store const&) = delete;
    Store& operator=(Store const&) = delete;

    using Done = std::function<void(base::Result<Receipt>)>;
    /// Answers at once; `done` runs on the log's thread, when the batch lasts and can be read. Refused: as
    /// FrameLog::append, archive.beyond_range.
    void append(Batch batch, Done done);
    base::Result<Receipt> append(Batch batch);

    /// A later version: stands or falls with the caller's transaction; others see it after the commit. The revision
    /// gets its id; `at` and the rest are the caller's.
    void revise(sql::Tx& tx, Revision& revision);

    // Reading; refused: archive.damaged.

    /// At most `limit` observations in the order asked for.
    base::Result<Points> read(std::int64_t stream, PageQuery const& query, ReadOptions const& options = {});
    base::Result<std::optional<Points>> find(std::int64_t stream, std::int64_t ordinal,
                                             ReadOptions const& options = {});
    /// Those with from <= ordinal < to, ascending by ordinal: as they arrived.
    base::Result<Points> read_ordinals(std::int64_t stream, std::int64_t from, std::int64_t to,
                                       ReadOptions const& options = {});
    base::Result<std::int64_t> count(std::int64_t stream, TimeRange const& range = {}, ReadOptions const& options = {});
    /// The observations of [edges[i], edges[i + 1]) for each i, counted (text too) and summarised, exact at the edges.
    struct Bucket {
        std::int64_t count = 0;
        Summary summary;
    };
    base::Result<std::vector<Bucket>> buckets(std::int64_t stream, std::span<std::int64_t const> edges,
                                              ReadOptions const& options = {});
    /// As buckets(), counts alone, which come from heads.
    base::Result<std::vector<std::int64_t>> counts(std::int64_t stream, std::span<std::int64_t const> edges,
                                                   ReadOptions const& options = {});
    /// The same of many streams at once, each with edges of its own.
    struct CountWish {
        std::int64_t stream = 0;
        std::vector<std::int64_t> edges;
    };
    base::Result<std::vector<std::vector<std::int64_t>>> counts(std::span<CountWish const> wishes,
                                                                ReadOptions const& options = {});
    /// The observation with the latest phenomenon time of each stream.
    std::vector<std::optional<Point>> latest(std::span<std::int64_t const> streams);
    /// First and last phenomenon time; nothing without observations.
    std::optional<std::pair<std::int64_t, std::int64_t>> extent(std::int64_t stream, ReadOptions const& options = {});
    /// Of the result times of what begins and ends within the range; nothing when none has one. Stands in the index: a
    /// chunk is read only where the range cuts it or later versions take something of it away.
    base::Result<std::optional<Extent>> result_times(std::int64_t stream, TimeRange const& range = {},
                                                     ReadOptions const& options = {});
    std::vector<std::shared_ptr<Revision const>> revisions(std::int64_t stream);

    /// The ordinal that the next observation of the stream gets.
    std::int64_t next_ordinal(std::int64_t stream) const;

    // The log as a feed.

    FrameLog& log() { return *log_; }
    /// The last frame whose observations can be read.
    std::uint64_t applied() const { return applied_.load(); }

    // Upkeep.

    /// Seals what is due; answers how many streams were.
    base::Result<std::size_t> seal_due();
    /// Seals everything, for a backup or a measurement.
    base::Result<std::size_t> seal_all();
    /// Merges small chunks of closed months into one a stream and month, removes bytes nobody reads any more, lets go
    /// of sealed parts of the log; in steps, until `stop` says so. Answers how many chunks went into others.
    base::Result<std::size_t> tidy(std::function<bool()> const& stop = [] { return false; });

    struct Statistics {
        std::uint64_t appended = 0;  ///< observations that this process has put into the log
        std::size_t streams = 0;
        std::size_t memtable_rows = 0;
        std::size_t memtable_bytes = 0;
        std::size_t chunks = 0;
        std::int64_t sealed_observations = 0;
        std::int64_t chunk_bytes = 0;
        std::uint64_t log_first = 0;
        std::uint64_t log_last = 0;
        std::uint64_t unsealed_from = 0;  ///< the first frame that a restart has to read again
        std::uint64_t failed_sealings = 0;
    };
    Statistics statistics() const;

  private:
    Store(sql::Database& database, base::IdGenerator& ids, base::Clock const& clock, Options options);

    base::Result<void> start();
    base::Result<void> replay();
    StreamState& state(std::int64_t stream);
    StreamState* find_state(std::int64_t stream) const;
    std::vector<StreamState*> states() const;

    Receipt apply(Batch batch, std::uint64_t sequence, std::int64_t received_at);
    base::Result<void> apply_frame(Frame const& frame);
    /// Takes over what other processes, or a transaction here, have changed.
    base::Result<void> catch_up();
    base::Result<void> refresh_index();
    void apply_changes(IndexChanges const& changes);

    base::Result<StreamView> view(std::int64_t stream, TimeRange const& range, ReadOptions const& options);
    /// As of the last catch_up().
    StreamView known_view(std::int64_t stream, TimeRange const& range, ReadOptions const& options);
    std::optional<Point> latest_of(std::int64_t stream);

    std::vector<StreamState*> due() const;
    base::Result<std::size_t> seal(std::vector<StreamState*> const& streams);
    /// Writes the index that names these bytes; what cannot be known to be named is noted.
    template <typename Write>
    auto write_index(std::vector<ChunkBytes::Entry> const& entries, Write const& write);
    void put_bytes(std::vector<ChunkBytes::Entry> const& entries);
    void withdraw(ChunkPlaces const& places);
    void withdraw_unnamed();
    void weigh_memtables();
    void run_sealing();
    void wake_sealer();
    base::Result<bool> merge_month(StreamState& stream, std::vector<ChunkRow> const& chunks);
    void remove_unread();
    void drop_log();

    sql::Database& database_;
    base::IdGenerator& ids_;
    base::Clock const& clock_;
    Options options_;
    std::unique_ptr<ChunkBytes> bytes_;
    ChunkCache cache_;
    std::unique_ptr<FrameLog> log_;

    mutable std::shared_mutex streams_mutex_;
    std::unordered_map<std::int64_t, std::unique_ptr<StreamState>> streams_;
    std::atomic<std::uint64_t> applied_{0};
    std::atomic<std::uint64_t> appended_{0};
    std::atomic<std::size_t> memtable_bytes_{0};  ///< as weighed last, and about what came since

    std::mutex catch_up_mutex_;
    std::mutex refresh_mutex_;
    std::int64_t generation_ = 0;
    std::atomic<std::int64_t> data_version_{-1};

    std::atomic<std::uint64_t> failures_{0};  ///< of the sealing thread
    std::mutex sealing_;                      ///< one seals or merges at a time
    /// Bytes whose index could not be written, or that could not be taken back. A commit that failed may still come to
    /// last, until a later one has. With sealing_.
    ChunkPlaces perhaps_unnamed_;
    std::mutex wake_mutex_;
    std::condition_variable wake_;
    bool stopping_ = false;
    bool wanted_ = false;
    std::thread sealer_;
};

}  // namespace kunyu::archive
