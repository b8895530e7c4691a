#include "archive/memory_return.hpp"
#include "archive/store.hpp"

#include <malloc.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <utility>

namespace kunyu::archive {
namespace {

/// Observations in one chunk at the most.
constexpr std::size_t most_points = 65'536;
/// Observations sealed in one transaction, roughly.
constexpr std::size_t most_at_once = 4'000'000;
/// Bytes of chunks that are gone stay so long, for readers that still hold them.
constexpr std::int64_t grace = 600'000'000;
/// A closed month is merged when it has more chunks than this.
constexpr std::size_t most_small_chunks = 1;
/// Observations after which freed memory is given back: some tens of megabytes of them.
constexpr std::uint64_t enough_to_return_memory = 1'000'000;

/// What lies between each two moments, where it is the same; else 0.
std::int64_t step_of(std::vector<std::int64_t> const& times) {
    if (times.size() < 2) return 0;
    auto const step = times[1] - times[0];
    for (std::size_t i = 2; i < times.size(); ++i)
        if (times[i] - times[i - 1] != step) return 0;
    return step;
}

ChunkRow row_of(std::int64_t id, std::int64_t stream, Points const& points, SealedChunk const& sealed) {
    ChunkRow row;
    row.id = id;
    row.stream = stream;
    row.month = month_of(points.times.front());
    row.kind = points.kind;
    row.first_time = points.times.front();
    row.last_time = points.times.back();
    row.step = step_of(points.times);
    row.count = static_cast<std::int64_t>(points.size());
    auto const [least, greatest] = std::minmax_element(points.ordinals.begin(), points.ordinals.end());
    row.first_ordinal = *least;
    row.last_ordinal = *greatest;
    row.last_arrival = *std::max_element(points.arrivals.begin(), points.arrivals.end());
    for (auto const number : points.numbers) row.summary.add(number);
    row.last_number = points.numbers.empty() ? std::numeric_limits<double>::quiet_NaN() : points.numbers.back();
    row.bytes = static_cast<std::int64_t>(sealed.head.size() + sealed.body.size());
    row.longest = points.durations.empty() ? 0 : *std::max_element(points.durations.begin(), points.durations.end());
    if (auto const times = result_times(points)) {
        row.first_result_time = times->first;
        row.last_result_time = times->last;
    }
    return row;
}

/// Sorted points by month, and not more than a chunk holds.
std::vector<Points> parts_of(Points const& points) {
    std::vector<Points> parts;
    for (std::size_t from = 0; from < points.size();) {
        auto const month = month_of(points.times[from]);
        auto const limit = std::min(points.size(), from + most_points);
        auto const end = std::partition_point(points.times.begin() + static_cast<std::ptrdiff_t>(from),
                                              points.times.begin() + static_cast<std::ptrdiff_t>(limit),
                                              [month](std::int64_t time) { return month_of(time) == month; });
        auto const to = static_cast<std::size_t>(end - points.times.begin());
        parts.push_back(slice(points, from, to));
        from = to;
    }
    return parts;
}

/// The runs below an ordinal.
std::vector<FlagRun> below(std::vector<FlagRun> const& runs, std::int64_t ordinal) {
    std::vector<FlagRun> out;
    for (auto run : runs) {
        run.where.count = std::min(run.where.count, ordinal - run.where.first);
        if (run.where.count > 0) out.push_back(run);
    }
    return out;
}

/// What is sealed of one stream in one go.
struct Sealing {
    std::uint64_t expected = 0;  ///< how far the stream was sealed before
    StreamRow row;
    std::vector<ChunkRow> chunks;
    std::vector<ChunkBytes::Entry> bytes;
    std::optional<Revision> flags;
};

Sealing sealing_of(StreamState const& state, std::uint64_t through, std::int64_t now, base::IdGenerator& ids) {
    Sealing out;
    Points points;
    std::vector<FlagRun> flags;
    std::int64_t base = 0;
    {
        std::shared_lock const lock(state.mutex);
        out.expected = state.sealed_sequence;
        points = state.memtable.read_through(through);
        flags = state.memtable.flags();
        base = state.memtable.base();
    }
    out.row = {state.stream, through, base + static_cast<std::int64_t>(points.size())};
    Patches({}, flags).apply(points);
    for (auto const& part : parts_of(points)) {
        auto const id = ids.next();
        auto sealed = seal(part);
        out.chunks.push_back(row_of(id, state.stream, part, sealed));
        out.bytes.push_back({id, out.chunks.back().month, std::move(sealed)});
    }
    auto late = below(flags, base);
    if (!late.empty()) {
        out.flags.emplace();
        out.flags->stream = state.stream;
        out.flags->at = now;
        out.flags->on_arrival = true;
        out.flags->flags = std::move(late);
    }
    return out;
}

ChunkPlaces places_of(std::vector<ChunkBytes::Entry> const& entries) {
    ChunkPlaces places;
    for (auto const& entry : entries) places.emplace_back(entry.month, entry.id);
    return places;
}

}  // namespace

std::vector<StreamState*> Store::due() const {
    auto const oldest = log_->first_within(options_.log_bytes);
    std::vector<StreamState*> due;
    std::vector<std::pair<std::size_t, StreamState*>> by_size;
    std::size_t bytes = 0;
    for (auto* const state : states()) {
        std::shared_lock const lock(state->mutex);
        if (state->memtable.empty()) continue;
        if (state->memtable.size() >= options_.memtable_rows || state->memtable.first_sequence() < oldest) {
            due.push_back(state);
            continue;
        }
        auto const size = state->memtable.footprint();
        bytes += size;
        by_size.emplace_back(size, state);
    }
    if (bytes <= options_.memtable_bytes) return due;
    std::sort(by_size.rbegin(), by_size.rend());
    // Down to three quarters, so that it is not done one by one.
    for (auto const& [size, state] : by_size) {
        if (bytes <= options_.memtable_bytes / 4 * 3) break;
        bytes -= size;
        due.push_back(state);
    }
    return due;
}

base::Result<std::size_t> Store::seal_due() {
    weigh_memtables();
    return seal(due());
}

base::Result<std::size_t> Store::seal_all() {
    std::vector<StreamState*> all;
    for (auto* const state : states()) {
        std::shared_lock const lock(state->mutex);
        if (!state->memtable.empty()) all.push_back(state);
    }
    return seal(all);
}

template <typename Write>
auto Store::write_index(std::vector<ChunkBytes::Entry> const& entries, Write const& write) {
    try {
        return database_.write(write);
    } catch (sql::SqlError const&) {
        auto const places = places_of(entries);
        perhaps_unnamed_.insert(perhaps_unnamed_.end(), places.begin(), places.end());
        throw;
    }
}

base::Result<std::size_t> Store::seal(std::vector<StreamState*> const& streams) {
    std::lock_guard const lock(sealing_);
    std::size_t done = 0;
    for (std::size_t next = 0; next < streams.size();) {
        auto const through = applied_.load();
        std::vector<Sealing> sealings;
        std::vector<ChunkBytes::Entry> bytes;
        for (std::size_t points = 0; next < streams.size() && points < most_at_once; ++next) {
            auto sealing = sealing_of(*streams[next], through, clock_.now().microseconds, ids_);
            for (auto const& chunk : sealing.chunks) points += static_cast<std::size_t>(chunk.count);
            std::move(sealing.bytes.begin(), sealing.bytes.end(), std::back_inserter(bytes));
            sealings.push_back(std::move(sealing));
        }
        // The bytes first: the index never names what is not there. After a crash in between they lie there unnamed.
        put_bytes(bytes);
        std::map<std::int64_t, std::vector<std::int64_t>> unnamed;
        auto const written = write_index(bytes, [&](sql::Tx& tx) -> base::Result<std::size_t> {
            IndexWriter index(tx);
            unnamed.clear();
            std::size_t count = 0;
            for (auto& sealing : sealings) {
                auto const before = stream_row(tx, sealing.row.stream);
                // Another process was quicker.
                if ((before ? before->sealed_sequence : 0) != sealing.expected) {
                    for (auto const& chunk : sealing.chunks) unnamed[chunk.month].push_back(chunk.id);
                    continue;
                }
                index.put_stream(sealing.row);
                for (auto const& chunk : sealing.chunks) index.add_chunk(chunk);
                if (sealing.flags) index.add_revision(*sealing.flags);
                ++count;
            }
            return count;
        });
        KUNYU_TRY(auto const count, written);
        for (auto const& [month, ids] : unnamed) bytes_->remove(month, ids);
        done += count;
        KUNYU_TRY_VOID(refresh_index());
        weigh_memtables();
    }
    if (done == 0) return done;
    drop_log();
    withdraw_unnamed();
    return done;
}

/// All of them or none: what fails is tried again, under other numbers.
void Store::put_bytes(std::vector<ChunkBytes::Entry> const& entries) {
    try {
        bytes_->put(entries);
    } catch (...) {
        withdraw(places_of(entries));
        throw;
    }
}

/// As far as that is possible still, and of what the index does not name: it must not fill the disk. What stays is
/// noted.
void Store::withdraw(ChunkPlaces const& places) {
    std::map<std::int64_t, std::vector<std::int64_t>> by_month;
    for (auto const& [month, id] : places) by_month[month].push_back(id);
    for (auto& [month, ids] : by_month) {
        try {
            auto unnamed = database_.read([&, &all = ids](sql::Session& session) { return unnamed_of(session, all); });
            bytes_->remove(month, unnamed);
        } catch (sql::SqlError const&) {
            // This month may be what failed.
            for (auto const id : ids) perhaps_unnamed_.emplace_back(month, id);
        }
    }
}

/// After a later commit. Until then one that failed may come back: SQLite finds it in its journal when the process is
/// killed before it is written over, and PostgreSQL may not have been able to say what became of it.
void Store::withdraw_unnamed() {
    withdraw(std::exchange(perhaps_unnamed_, {}));
}

void Store::weigh_memtables() {
    std::size_t bytes = 0;
    for (auto const* state : states()) {
        std::shared_lock const lock(state->mutex);
        bytes += state->memtable.footprint();
    }
    memtable_bytes_ = bytes;
}

/// Notes the first frame that is not sealed, and lets go of what nobody needs any more.
void Store::drop_log() {
    auto unsealed = applied_.load() + 1;
    for (auto const* state : states()) {
        std::shared_lock const lock(state->mutex);
        if (!state->memtable.empty()) unsealed = std::min(unsealed, state->memtable.first_sequence());
    }
    auto const least = database_
                           .write([&](sql::Tx& tx) -> base::Result<std::uint64_t> {
                               auto const before = cursor_of(tx, unsealed_cursor);
                               store_cursor(tx, unsealed_cursor, std::max(before, unsealed));
                               return least_cursor(tx).value_or(0);
                           })
                           .value();
    log_->drop_before(least);
}

void Store::run_sealing() {
    MemoryReturn memory(enough_to_return_memory);
    for (auto pause = options_.sealing_pause;;) {
        {
            std::unique_lock lock(wake_mutex_);
            wake_.wait_for(lock, pause.now(), [&] { return stopping_ || (wanted_ && pause.may_be_cut_short()); });
            if (stopping_) return;
            wanted_ = false;
        }
        std::optional<std::size_t> sealed;
        try {
            // A refusal or an error is met again the next time; until then everything stays in the log.
            if (auto const streams = seal_due()) sealed = *streams;
        } catch (std::exception const&) {
        }
        if (!sealed) failures_.fetch_add(1);
        pause.after(sealed.has_value());
        if (memory.due(appended_, sealed == 0U)) ::malloc_trim(0);
    }
}

// Merging.

base::Result<bool> Store::merge_month(StreamState& stream, std::vector<ChunkRow> const& chunks) {
    Points all;
    for (auto const& chunk : chunks) {
        KUNYU_TRY(auto const head, cache_.head(chunk));
        KUNYU_TRY(auto const body, cache_.body(chunk, *head));
        KUNYU_TRY(auto points, body->read(*head, 0, head->count));
        keep_arrivals_within(points, chunk);
        archive::append(all, std::move(points));
    }
    if (!is_sorted(all)) all = pick(all, sorted_places(all));
    std::vector<ChunkRow> rows;
    std::vector<ChunkBytes::Entry> bytes;
    for (auto const& part : parts_of(all)) {
        auto const id = ids_.next();
        auto sealed = archive::seal(part);
        rows.push_back(row_of(id, stream.stream, part, sealed));
        bytes.push_back({id, rows.back().month, std::move(sealed)});
    }
    put_bytes(bytes);
    auto const now = clock_.now().microseconds;
    auto const written = write_index(bytes, [&](sql::Tx& tx) -> base::Result<bool> {
        IndexWriter index(tx);
        for (auto const& chunk : chunks)
            if (!index.remove_chunk(chunk, now)) return base::refuse("archive.merged_elsewhere");
        for (auto const& row : rows) index.add_chunk(row);
        return true;
    });
    if (!written) {
        withdraw(places_of(bytes));
        return false;
    }
    KUNYU_TRY_VOID(refresh_index());
    return true;
}

base::Result<std::size_t> Store::tidy(std::function<bool()> const& stop) {
    KUNYU_TRY_VOID(catch_up());
    auto const this_month = month_of(clock_.now().microseconds);
    std::size_t merged = 0;
    for (auto* const state : states()) {
        std::shared_ptr<std::vector<ChunkRow> const> chunks;
        {
            std::shared_lock const lock(state->mutex);
            chunks = state->chunks;
        }
        std::map<std::int64_t, std::vector<ChunkRow>> by_month;
        for (auto const& chunk : *chunks)
            if (static_cast<std::size_t>(chunk.count) < most_points / 2) by_month[chunk.month].push_back(chunk);
        for (auto const& [month, of_month] : by_month) {
            // The month that goes on is merged into pieces of a quarter at least, so that nothing is merged every
            // night.
            auto const least = month < this_month ? most_small_chunks : 8 * most_small_chunks;
            if (of_month.size() <= least) continue;
            if (stop()) return merged;
            std::lock_guard const lock(sealing_);
            KUNYU_TRY(auto const done, merge_month(*state, of_month));
            if (done) merged += of_month.size();
        }
    }
    remove_unread();
    return merged;
}

void Store::remove_unread() {
    auto const before = clock_.now().microseconds - grace;
    for (;;) {
        auto const gone = database_.read([&](sql::Session& session) { return gone_before(session, before, 1000); });
        if (gone.empty()) return;
        std::map<std::int64_t, std::vector<std::int64_t>> by_month;
        for (auto const& chunk : gone) {
            by_month[chunk.month].push_back(chunk.id);
            cache_.forget(chunk.id);
        }
        for (auto const& [month, ids] : by_month) bytes_->remove(month, ids);
        database_
            .write([&](sql::Tx& tx) -> base::Result<void> {
                forget_gone(tx, gone);
                return {};
            })
            .value();
    }
}

}  // namespace kunyu::archive
