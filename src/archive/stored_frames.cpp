#include "archive/stored_frames.hpp"

#include "archive/chunk_index.hpp"
#include "archive/log.hpp"

#include <algorithm>
#include <string>

namespace kunyu::archive {
namespace {

/// A server may let go of sealed frames between the reading of the cursor and that of the folder; each time the cursor
/// has moved on.
constexpr int most_attempts = 10;

std::uint64_t unsealed_from(sql::Session& session) {
    return std::max<std::uint64_t>(cursor_of(session, unsealed_cursor), 1);
}

base::Refusal missing(std::uint64_t sequence) {
    return base::refuse("archive.frame_missing", {{"sequence", std::to_string(sequence)}});
}

}  // namespace

base::Result<void> read_unsealed_files(sql::Database& database, std::filesystem::path const& folder,
                                       TakeFrame const& take) {
    for (int attempt = 1;; ++attempt) {
        auto const from = database.read(unsealed_from);
        bool taken = false;
        auto const read = read_log_folder(folder, from, [&](Frame const& frame) {
            taken = true;
            return take(frame);
        });
        if (read) return {};
        auto const may_have_moved = read.error().code == "archive.frame_missing" && !taken;
        if (!may_have_moved || attempt == most_attempts || database.read(unsealed_from) == from) return read.error();
    }
}

base::Result<void> read_unsealed_rows(sql::Session& session, TakeFrame const& take) {
    auto const from = unsealed_from(session);
    auto next = from;
    bool whole = true;
    session.each("SELECT sequence, received_at, body FROM archive_frame WHERE sequence >= ? ORDER BY sequence",
                 {static_cast<std::int64_t>(from)}, [&](sql::Row const& row) {
                     whole = static_cast<std::uint64_t>(row.integer(0)) == next;
                     return whole && take({next++, row.integer(1), row.blob(2)});
                 });
    if (!whole) return missing(next);
    // All may be sealed; then the last one still stands there, since the next sequence follows from it.
    auto const last = session.first("SELECT COALESCE(MAX(sequence), 0) FROM archive_frame")->integer(0);
    if (static_cast<std::uint64_t>(last) + 1 < from) return missing(static_cast<std::uint64_t>(last) + 1);
    return {};
}

void put_frames(sql::Tx& tx, std::vector<Frame> const& frames) {
    for (auto const& frame : frames)
        tx.exec("INSERT INTO archive_frame (sequence, received_at, body) VALUES (?, ?, ?)",
                static_cast<std::int64_t>(frame.sequence), frame.received_at, sql::Blob{frame.body});
}

}  // namespace kunyu::archive
