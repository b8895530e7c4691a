#include "archive/store.hpp"

#include "archive/sql_log.hpp"
#include "archive/stream_reader.hpp"

#include <algorithm>
#include <future>
#include <utility>

namespace kunyu::archive {
namespace {

/// Bytes in memory for one in the log, about.
constexpr std::size_t in_memory = 2;
/// Years 1 to 9999, which every format of exchange can write.
constexpr std::int64_t least_time = -62'135'596'800'000'000;
constexpr std::int64_t greatest_time = 253'402'300'799'999'999;
/// Durations and delays beyond a thousand years are mistakes, and sums of them stay within an int64.
constexpr std::int64_t greatest_span = 31'556'952'000'000'000;
constexpr std::uint8_t not_evaluated = 2;

base::Result<void> check(Points const& points) {
    auto const beyond = base::refuse("archive.beyond_range");
    for (auto const time : points.times)
        if (time < least_time || time > greatest_time) return beyond;
    for (auto const duration : points.durations)
        if (duration < 0 || duration > greatest_span) return beyond;
    for (auto const delay : points.result_delays)
        if (delay != no_result_time && (delay < -greatest_span || delay > greatest_span)) return beyond;
    return {};
}

/// It may have been weighed anew since they were added.
void take_off(std::atomic<std::size_t>& sum, std::size_t bytes) {
    auto now = sum.load();
    while (!sum.compare_exchange_weak(now, now - std::min(now, bytes))) {
    }
}

/// Those of a chunk or stream that are not gone.
std::vector<ChunkRow> without(std::vector<ChunkRow> const& chunks, std::vector<GoneChunk> const& gone) {
    std::vector<ChunkRow> kept;
    kept.reserve(chunks.size());
    for (auto const& chunk : chunks) {
        bool const is_gone =
            std::any_of(gone.begin(), gone.end(), [&chunk](GoneChunk const& one) { return one.id == chunk.id; });
        if (!is_gone) kept.push_back(chunk);
    }
    return kept;
}

/// The changes of one stream, taken together.
struct StreamChanges {
    std::optional<StreamRow> row;
    std::vector<ChunkRow> chunks;
    std::vector<GoneChunk> gone;
    std::vector<std::shared_ptr<Revision const>> revisions;
};

void take_over(StreamState& state, StreamChanges changes) {
    std::unique_lock const lock(state.mutex);
    if (!changes.chunks.empty() || !changes.gone.empty()) {
        auto chunks = without(*state.chunks, changes.gone);
        // A chunk may be new and gone within the same changes.
        for (auto const& chunk : without(changes.chunks, changes.gone)) chunks.push_back(chunk);
        std::stable_sort(chunks.begin(), chunks.end(), [](ChunkRow const& one, ChunkRow const& other) {
            return std::pair(one.first_time, one.id) < std::pair(other.first_time, other.id);
        });
        state.chunks = std::make_shared<std::vector<ChunkRow> const>(std::move(chunks));
        state.sealed_latest.reset();
    }
    if (changes.row && changes.row->sealed_sequence > state.sealed_sequence) {
        state.memtable.sealed(changes.row->next_ordinal, changes.row->sealed_sequence);
        state.sealed_sequence = changes.row->sealed_sequence;
    }
    if (!changes.revisions.empty()) state.sealed_latest.reset();
    for (auto& revision : changes.revisions) state.revisions.push_back(std::move(revision));
    state.patches.reset();
}

}  // namespace

Store::Store(sql::Database& database, base::IdGenerator& ids, base::Clock const& clock, Options options)
    : database_(database),
      ids_(ids),
      clock_(clock),
      options_(std::move(options)),
      bytes_(database.engine() == sql::Engine::sqlite ? open_month_files(options_.folder / "chunks")
                                                      : open_bytes_table(database)),
      cache_(*bytes_, options_.cache_bytes) {}

base::Result<std::unique_ptr<Store>> Store::open(sql::Database& database, base::IdGenerator& ids,
                                                 base::Clock const& clock, Options options) {
    std::unique_ptr<Store> store(new Store(database, ids, clock, std::move(options)));
    KUNYU_TRY_VOID(store->start());
    return store;
}

base::Result<void> Store::start() {
    if (database_.engine() == sql::Engine::sqlite) {
        KUNYU_TRY(log_, Log::open({options_.folder / "log", options_.segment_bytes, options_.open_file}));
    } else {
        log_ = std::make_unique<SqlLog>(database_);
    }
    KUNYU_TRY_VOID(refresh_index());
    KUNYU_TRY_VOID(replay());
    FrameLog::Follower follower;
    // A frame that is damaged was refused when it was read; here nothing can be done but to stop.
    follower.foreign = [this](Frame const& frame) { apply_frame(frame).value(); };
    follower.missed = [this] { return refresh_index(); };
    log_->follow(follower);
    if (options_.background) sealer_ = std::thread([this] { run_sealing(); });
    return {};
}

/// Other processes go on meanwhile: what they append is handed over later, what they let go of is sealed.
base::Result<void> Store::replay() {
    auto const from = database_.read([](sql::Session& session) { return cursor_of(session, unsealed_cursor); });
    auto const last = log_->last();
    auto next = std::max<std::uint64_t>(from, 1);
    base::Result<void> applied = {};
    KUNYU_TRY_VOID(log_->read(next, [&](Frame const& frame) {
        if (frame.sequence > last) return false;
        if (frame.sequence > next) applied = refresh_index();
        if (applied) applied = apply_frame(frame);
        next = frame.sequence + 1;
        return applied.has_value();
    }));
    KUNYU_TRY_VOID(applied);
    if (next <= last) KUNYU_TRY_VOID(refresh_index());
    applied_ = std::max(applied_.load(), last);
    return {};
}

Store::~Store() {
    {
        std::lock_guard const lock(wake_mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    if (sealer_.joinable()) sealer_.join();
    log_.reset();  // its thread uses the rest
}

StreamState* Store::find_state(std::int64_t stream) const {
    std::shared_lock const lock(streams_mutex_);
    auto const found = streams_.find(stream);
    return found == streams_.end() ? nullptr : found->second.get();
}

StreamState& Store::state(std::int64_t stream) {
    if (auto* const found = find_state(stream)) return *found;
    std::unique_lock const lock(streams_mutex_);
    auto& kept = streams_[stream];
    if (!kept) kept = std::make_unique<StreamState>(stream);
    return *kept;
}

std::vector<StreamState*> Store::states() const {
    std::shared_lock const lock(streams_mutex_);
    std::vector<StreamState*> all;
    all.reserve(streams_.size());
    for (auto const& [number, state] : streams_) all.push_back(state.get());
    return all;
}

// Writing.

void Store::append(Batch batch, Done done) {
    if (memtable_bytes_ > options_.most_memtable_bytes) {
        wake_sealer();
        return done(base::refuse("archive.overloaded"));
    }
    for (auto& one : batch.points) {
        if (one.points.quality.empty()) one.points.quality.assign(one.points.size(), not_evaluated);
        if (auto const checked = check(one.points); !checked) return done(checked.error());
    }
    auto const now = clock_.now().microseconds;
    auto body = encode_batch(batch);
    auto const weight = in_memory * body.size();
    memtable_bytes_ += weight;
    // Copied into the log's hands and kept here, so that nothing is read back that is known.
    log_->append(now, std::move(body),
                 [this, now, weight, done = std::move(done),
                  kept = std::make_shared<Batch>(std::move(batch))](base::Result<std::uint64_t> const& sequence) {
                     if (!sequence) {
                         take_off(memtable_bytes_, weight);
                         return done(sequence.error());
                     }
                     for (auto const& one : kept->points) appended_ += one.points.size();
                     done(apply(std::move(*kept), *sequence, now));
                 });
}

base::Result<Receipt> Store::append(Batch batch) {
    std::promise<base::Result<Receipt>> answer;
    auto future = answer.get_future();
    append(std::move(batch), [&answer](base::Result<Receipt> receipt) { answer.set_value(std::move(receipt)); });
    return future.get();
}

Receipt Store::apply(Batch batch, std::uint64_t sequence, std::int64_t received_at) {
    Receipt receipt;
    receipt.sequence = sequence;
    bool full = false;
    for (auto& one : batch.points) {
        auto& stream = state(one.stream);
        std::unique_lock const lock(stream.mutex);
        receipt.first_ordinals.push_back(stream.memtable.next_ordinal());
        if (sequence <= stream.sealed_sequence) continue;
        stream.memtable.add(std::move(one.points), sequence, received_at);
        full = full || stream.memtable.size() >= options_.memtable_rows;
    }
    for (auto const& flags : batch.flags) {
        auto& stream = state(flags.stream);
        std::unique_lock const lock(stream.mutex);
        if (sequence <= stream.sealed_sequence) continue;
        stream.memtable.flag(flags.runs, sequence);
        stream.patches.reset();
        stream.sealed_latest.reset();
    }
    applied_ = sequence;
    if (full || sequence % 4096 == 0) wake_sealer();
    return receipt;
}

void Store::wake_sealer() {
    std::lock_guard const lock(wake_mutex_);
    wanted_ = true;
    wake_.notify_one();
}

base::Result<void> Store::apply_frame(Frame const& frame) {
    KUNYU_TRY(auto batch, decode_batch(frame.body));
    apply(std::move(batch), frame.sequence, frame.received_at);
    return {};
}

void Store::revise(sql::Tx& tx, Revision& revision) {
    IndexWriter(tx).add_revision(revision);
    // Who reads after the commit sees it: a read looks at the database's version first.
}

// What others have changed.

base::Result<void> Store::catch_up() {
    auto const version = database_.data_version();
    if (data_version_ == version) return {};
    // Who comes meanwhile waits: what he asks for may be among what is new.
    std::lock_guard const lock(catch_up_mutex_);
    if (data_version_ == version) return {};
    KUNYU_TRY_VOID(refresh_index());
    KUNYU_TRY_VOID(log_->catch_up());
    data_version_ = version;
    return {};
}

base::Result<void> Store::refresh_index() {
    std::lock_guard const lock(refresh_mutex_);
    KUNYU_TRY(auto const changes,
              database_.read([this](sql::Session& session) { return changes_since(session, generation_); }));
    if (changes.generation == generation_) return {};
    apply_changes(changes);
    generation_ = changes.generation;
    return {};
}

void Store::apply_changes(IndexChanges const& changes) {
    std::unordered_map<std::int64_t, StreamChanges> by_stream;
    for (auto const& row : changes.streams) by_stream[row.stream].row = row;
    for (auto const& chunk : changes.chunks) by_stream[chunk.stream].chunks.push_back(chunk);
    for (auto const& chunk : changes.gone) by_stream[chunk.stream].gone.push_back(chunk);
    for (auto const& revision : changes.revisions) by_stream[revision->stream].revisions.push_back(revision);
    for (auto& [stream, of_stream] : by_stream) take_over(state(stream), std::move(of_stream));
}

// Reading.

base::Result<StreamView> Store::view(std::int64_t stream, TimeRange const& range, ReadOptions const& options) {
    KUNYU_TRY_VOID(catch_up());
    return known_view(stream, range, options);
}

StreamView Store::known_view(std::int64_t stream, TimeRange const& range, ReadOptions const& options) {
    StreamView view;
    view.as_of = options.as_of;
    auto* const state = find_state(stream);
    if (!state) {
        view.chunks = std::make_shared<std::vector<ChunkRow> const>();
        view.patches = std::make_shared<Patches const>();
        return view;
    }
    std::shared_lock lock(state->mutex);
    if (!state->patches && !options.as_of) {
        lock.unlock();
        {
            std::unique_lock const alone(state->mutex);
            if (!state->patches)
                state->patches = std::make_shared<Patches const>(state->revisions, state->memtable.flags());
        }
        lock.lock();
    }
    view.chunks = state->chunks;
    if (state->memtable.size() > 0) view.fresh = state->memtable.read(range.from, range.to);
    view.patches = state->patches;
    if (view.patches && !options.as_of) return view;
    auto revisions = state->revisions;
    if (options.as_of)
        revisions.erase(std::remove_if(revisions.begin(), revisions.end(),
                                       [&](auto const& one) { return !one->on_arrival && one->at > *options.as_of; }),
                        revisions.end());
    view.patches = std::make_shared<Patches const>(revisions, state->memtable.flags());
    return view;
}

base::Result<Points> Store::read(std::int64_t stream, PageQuery const& query, ReadOptions const& options) {
    KUNYU_TRY(auto const seen, view(stream, query.range, options));
    return StreamReader(seen, cache_, options).page(query);
}

base::Result<std::optional<Points>> Store::find(std::int64_t stream, std::int64_t ordinal, ReadOptions const& options) {
    KUNYU_TRY(auto const seen, view(stream, {}, options));
    return StreamReader(seen, cache_, options).find(ordinal);
}

base::Result<Points> Store::read_ordinals(std::int64_t stream, std::int64_t from, std::int64_t to,
                                          ReadOptions const& options) {
    KUNYU_TRY(auto const seen, view(stream, {}, options));
    return StreamReader(seen, cache_, options).ordinals(from, to);
}

base::Result<std::optional<Extent>> Store::result_times(std::int64_t stream, TimeRange const& range,
                                                        ReadOptions const& options) {
    KUNYU_TRY(auto const seen, view(stream, range, options));
    return StreamReader(seen, cache_, options).result_times(range);
}

base::Result<std::int64_t> Store::count(std::int64_t stream, TimeRange const& range, ReadOptions const& options) {
    std::array<std::int64_t, 2> const edges{range.from, range.to};
    KUNYU_TRY(auto const found, counts(stream, edges, options));
    return found.front();
}

base::Result<std::vector<Store::Bucket>> Store::buckets(std::int64_t stream, std::span<std::int64_t const> edges,
                                                        ReadOptions const& options) {
    if (edges.size() < 2) return std::vector<Bucket>{};
    KUNYU_TRY(auto const seen, view(stream, {edges.front(), edges.back()}, options));
    return StreamReader(seen, cache_, options).buckets(edges);
}

base::Result<std::vector<std::int64_t>> Store::counts(std::int64_t stream, std::span<std::int64_t const> edges,
                                                      ReadOptions const& options) {
    if (edges.size() < 2) return std::vector<std::int64_t>{};
    KUNYU_TRY(auto const seen, view(stream, {edges.front(), edges.back()}, options));
    return StreamReader(seen, cache_, options).counts(edges);
}

base::Result<std::vector<std::vector<std::int64_t>>> Store::counts(std::span<CountWish const> wishes,
                                                                   ReadOptions const& options) {
    KUNYU_TRY_VOID(catch_up());
    std::vector<std::vector<std::int64_t>> out(wishes.size());
    for (std::size_t i = 0; i < wishes.size(); ++i) {
        auto const& edges = wishes[i].edges;
        if (edges.size() < 2) continue;
        auto const seen = known_view(wishes[i].stream, {edges.front(), edges.back()}, options);
        KUNYU_TRY(out[i], StreamReader(seen, cache_, options).counts(edges));
    }
    return out;
}

std::vector<std::optional<Point>> Store::latest(std::span<std::int64_t const> streams) {
    std::vector<std::optional<Point>> out;
    out.reserve(streams.size());
    catch_up().value();
    for (auto const stream : streams) out.push_back(latest_of(stream));
    return out;
}

namespace {

/// The memtable's latest with its flag, as most streams with tests have it; nothing when more than flags may have
/// changed it.
std::optional<Point> flagged_latest(StreamState const& state) {
    auto point = state.memtable.latest();
    if (!point) return std::nullopt;
    if (!state.patches) {
        if (!state.revisions.empty()) return std::nullopt;
        for (auto const& run : state.memtable.flags())
            if (run.where.first <= point->ordinal && point->ordinal < run.where.first + run.where.count)
                point->quality = run.flag;
        return point;
    }
    auto const& replaced = state.patches->replaced();
    if (state.patches->takes_away(point->ordinal)) return std::nullopt;
    if (!replaced.empty() && replaced.times.back() >= point->time) return std::nullopt;
    point->quality = state.patches->flag(point->ordinal).value_or(point->quality);
    return point;
}

}  // namespace

std::optional<Point> Store::latest_of(std::int64_t stream) {
    auto* const state = find_state(stream);
    if (!state) return std::nullopt;
    std::shared_ptr<std::vector<ChunkRow> const> chunks;
    std::size_t revisions = 0;
    {
        std::shared_lock const lock(state->mutex);
        chunks = state->chunks;
        revisions = state->revisions.size();
        bool const untouched =
            state->patches ? state->patches->empty() : state->revisions.empty() && state->memtable.flags().empty();
        std::optional<std::int64_t> sealed;
        for (auto const& chunk : *state->chunks) sealed = std::max(sealed.value_or(chunk.last_time), chunk.last_time);
        if (state->memtable.size() > 0 && (!sealed || state->memtable.last_time() > *sealed)) {
            if (untouched) return state->memtable.latest();
            if (auto flagged = flagged_latest(*state)) return flagged;
        }
        if (state->memtable.size() == 0 && state->sealed_latest) return *state->sealed_latest;
    }
    PageQuery newest;
    newest.descending = true;
    newest.limit = 1;
    auto const found = read(stream, newest);
    std::optional<Point> point;
    if (found && !found->empty()) {
        point = Point{found->ordinals[0], found->times[0], found->arrivals[0], found->quality[0], found->kind, 0, {}};
        if (is_text(found->kind))
            point->text = found->texts[0];
        else
            point->number = found->numbers[0];
    }
    std::unique_lock const lock(state->mutex);
    bool const unchanged = state->chunks == chunks && state->revisions.size() == revisions && state->memtable.empty();
    if (unchanged && point) state->sealed_latest = point;
    return point;
}

std::optional<std::pair<std::int64_t, std::int64_t>> Store::extent(std::int64_t stream, ReadOptions const& options) {
    PageQuery query;
    query.limit = 1;
    auto const first = read(stream, query, options);
    query.descending = true;
    auto const last = read(stream, query, options);
    if (!first || !last || first->empty() || last->empty()) return std::nullopt;
    return std::pair(first->times[0], last->times[0]);
}

std::int64_t Store::next_ordinal(std::int64_t stream) const {
    auto const* const state = find_state(stream);
    if (!state) return 0;
    std::shared_lock const lock(state->mutex);
    return state->memtable.next_ordinal();
}

std::vector<std::shared_ptr<Revision const>> Store::revisions(std::int64_t stream) {
    catch_up().value();
    auto* const state = find_state(stream);
    if (!state) return {};
    std::shared_lock const lock(state->mutex);
    return state->revisions;
}

Store::Statistics Store::statistics() const {
    Statistics out;
    out.appended = appended_;
    out.log_first = log_->first();
    out.log_last = log_->last();
    out.unsealed_from = out.log_last + 1;
    out.failed_sealings = failures_;
    for (auto const* state : states()) {
        std::shared_lock const lock(state->mutex);
        ++out.streams;
        out.memtable_rows += state->memtable.size();
        out.memtable_bytes += state->memtable.footprint();
        out.chunks += state->chunks->size();
        for (auto const& chunk : *state->chunks) {
            out.sealed_observations += chunk.count;
            out.chunk_bytes += chunk.bytes;
        }
        if (!state->memtable.empty()) out.unsealed_from = std::min(out.unsealed_from, state->memtable.first_sequence());
    }
    return out;
}

}  // namespace kunyu::archive
