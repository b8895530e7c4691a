#include "archive/archive_backup.hpp"

#include "archive/batch.hpp"
#include "archive/bytes.hpp"
#include "archive/chunk_check.hpp"
#include "archive/stored_frames.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace kunyu::archive {
namespace {

namespace fs = std::filesystem;

/// A piece is ended when it is longer; one frame or chunk is never parted.
constexpr std::size_t piece_bytes = 4U << 20U;
/// Frames without anything, put in at once.
constexpr std::uint64_t most_fillers = 1000;

/// Gathers items into pieces and numbers them.
class Pieces {
  public:
    Pieces(std::string folder, AddPiece const& add) : folder_(std::move(folder)), add_(add) {}

    bool begins() const { return bytes_.size() == 0; }
    ByteWriter& bytes() { return bytes_; }
    void end_item() {
        if (bytes_.size() >= piece_bytes) end();
    }
    void end() {
        if (bytes_.size() == 0) return;
        add_(fmt::format("{}/{:06}", folder_, ++number_), std::exchange(bytes_, {}).take());
    }

  private:
    std::string folder_;
    AddPiece const& add_;
    ByteWriter bytes_;
    int number_ = 0;
};

/// A piece of the log: the sequence of its first frame, then frames without a gap.
void add_frame(Pieces& pieces, Frame const& frame) {
    auto& bytes = pieces.bytes();
    if (pieces.begins()) bytes.fixed64(frame.sequence);
    bytes.signed_varint(frame.received_at);
    bytes.block(frame.body);
    pieces.end_item();
}

void add_chunk(Pieces& pieces, ChunkRow const& row, SealedChunk const& chunk) {
    auto& bytes = pieces.bytes();
    bytes.signed_varint(row.id);
    bytes.signed_varint(row.month);
    bytes.block(chunk.head);
    bytes.block(chunk.body);
    pieces.end_item();
}

base::Result<void> write_frames(AddPiece const& add, std::function<base::Result<void>(TakeFrame const&)> const& read) {
    Pieces pieces("log", add);
    KUNYU_TRY_VOID(read([&](Frame const& frame) {
        add_frame(pieces, frame);
        return true;
    }));
    pieces.end();
    return {};
}

/// What the log has to reach, so that the numbers of new frames lie beyond all that the index knows.
struct Reach {
    std::uint64_t unsealed = 1;
    std::uint64_t last = 0;
};

Reach reach_of(sql::Session& session) {
    auto const number = [&session](std::string_view sql) {
        return static_cast<std::uint64_t>(session.first(sql)->integer(0));
    };
    auto const sealed = number("SELECT COALESCE(MAX(sealed_sequence), 0) FROM archive_stream");
    auto const cursor = number("SELECT COALESCE(MAX(sequence), 0) FROM archive_cursor");
    return {std::max<std::uint64_t>(cursor_of(session, unsealed_cursor), 1),
            std::max(sealed, std::max<std::uint64_t>(cursor, 1) - 1)};
}

}  // namespace

ArchiveBackup::ArchiveBackup(sql::Database& database, fs::path folder)
    : database_(database), folder_(std::move(folder)) {}

base::Result<void> ArchiveBackup::write_log(AddPiece const& add) {
    // On PostgreSQL the frames stand in the snapshot.
    if (database_.engine() == sql::Engine::postgresql) return {};
    return write_frames(
        add, [this](TakeFrame const& take) { return read_unsealed_files(database_, folder_ / "log", take); });
}

base::Result<void> ArchiveBackup::write_snapshot(sql::Session& session, AddPiece const& add) {
    if (session.engine() == sql::Engine::postgresql)
        KUNYU_TRY_VOID(
            write_frames(add, [&session](TakeFrame const& take) { return read_unsealed_rows(session, take); }));
    ChunkSource source(session, folder_ / "chunks");
    Pieces pieces("chunks", add);
    base::Result<void> done = {};
    each_chunk(session, [&](ChunkRow const& row) {
        auto const chunk = source.read(row);
        done = chunk ? check_chunk(row, *chunk) : base::Result<void>(chunk.error());
        if (done) add_chunk(pieces, row, *chunk);
        return done.has_value();
    });
    KUNYU_TRY_VOID(done);
    pieces.end();
    return {};
}

ArchiveRestore::ArchiveRestore(fs::path folder) : folder_(std::move(folder)) {}

base::Result<void> ArchiveRestore::begin(sql::Tx& tx) {
    last_ = 0;
    if (tx.engine() == sql::Engine::postgresql) {
        tx.exec("DELETE FROM archive_frame");
        tx.exec("DELETE FROM archive_bytes");
        return {};
    }
    log_.reset();
    chunks_.reset();
    fs::remove_all(folder_ / "log");
    fs::remove_all(folder_ / "chunks");
    log_ = std::make_unique<LogWriter>(folder_ / "log");
    chunks_ = open_month_files(folder_ / "chunks");
    return {};
}

base::Result<void> ArchiveRestore::take(sql::Tx& tx, std::string_view name, std::string_view bytes) {
    return name.starts_with("log/") ? take_frames(tx, bytes) : take_chunks(tx, bytes);
}

base::Result<void> ArchiveRestore::take_frames(sql::Tx& tx, std::string_view bytes) {
    ByteReader in(bytes);
    auto sequence = in.fixed64();
    std::vector<Frame> frames;
    while (in.ok() && !in.at_end()) {
        auto const received_at = in.signed_varint();
        frames.push_back({sequence++, received_at, std::string(in.block())});
    }
    if (!in.ok()) return base::refuse("archive.damaged");
    return add_frames(tx, frames);
}

base::Result<void> ArchiveRestore::take_chunks(sql::Tx& tx, std::string_view bytes) {
    ByteReader in(bytes);
    std::vector<ChunkBytes::Entry> entries;
    while (in.ok() && !in.at_end()) {
        ChunkBytes::Entry entry;
        entry.id = in.signed_varint();
        entry.month = in.signed_varint();
        entry.chunk.head = in.block();
        entry.chunk.body = in.block();
        entries.push_back(std::move(entry));
    }
    if (!in.ok()) return base::refuse("archive.damaged");
    if (chunks_)
        chunks_->put(entries);
    else
        put_bytes(tx, entries);
    return {};
}

base::Result<void> ArchiveRestore::add_frames(sql::Tx& tx, std::vector<Frame> const& frames) {
    if (frames.empty()) return {};
    last_ = frames.back().sequence;
    if (log_) return log_->add(frames);
    put_frames(tx, frames);
    return {};
}

base::Result<void> ArchiveRestore::finish(sql::Tx& tx) {
    auto const reach = reach_of(tx);
    // Frames without anything stand for those that were sealed while the backup was written, and for the last number
    // given when all is sealed.
    auto next = last_ > 0 ? last_ + 1 : std::min(reach.unsealed, reach.last);
    while (next <= reach.last && reach.last > 0) {
        std::vector<Frame> fillers;
        for (; next <= reach.last && fillers.size() < most_fillers; ++next)
            fillers.push_back({next, 0, encode_batch({})});
        KUNYU_TRY_VOID(add_frames(tx, fillers));
    }
    if (log_) KUNYU_TRY_VOID(log_->finish());
    return {};
}

}  // namespace kunyu::archive
