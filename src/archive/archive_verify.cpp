#include "archive/archive_backup.hpp"
#include "archive/batch.hpp"
#include "archive/chunk_check.hpp"
#include "archive/stored_frames.hpp"

#include <string>
#include <utility>

namespace kunyu::archive {
namespace {

/// Counts frames that can be taken apart, and stops at the first that cannot.
class FrameCheck {
  public:
    bool take(Frame const& frame) {
        ++frames_;
        if (!decode_batch(frame.body))
            fault_ = base::refuse("archive.frame_damaged", {{"sequence", std::to_string(frame.sequence)}});
        return fault_.has_value();
    }
    base::Result<std::int64_t> result(base::Result<void> const& read) const {
        KUNYU_TRY_VOID(fault_);
        KUNYU_TRY_VOID(read);
        return frames_;
    }

  private:
    std::int64_t frames_ = 0;
    base::Result<void> fault_ = {};
};

base::Result<std::int64_t> verify_log(sql::Database& database, std::filesystem::path const& folder) {
    FrameCheck check;
    auto const take = [&check](Frame const& frame) { return check.take(frame); };
    if (database.engine() == sql::Engine::sqlite) return check.result(read_unsealed_files(database, folder, take));
    return check.result(database.read([&](sql::Session& session) { return read_unsealed_rows(session, take); }));
}

/// A chunk that could not be read as the snapshot named it.
struct Fault {
    std::int64_t chunk = 0;
    base::Refusal refusal;
};

struct ChunksChecked {
    std::int64_t chunks = 0;
    std::vector<Fault> missing;
};

base::Result<ChunksChecked> check_chunks(sql::Session& session, std::filesystem::path const& folder) {
    ChunkSource source(session, folder);
    ChunksChecked checked;
    base::Result<void> sound = {};
    each_chunk(session, [&](ChunkRow const& row) {
        ++checked.chunks;
        auto const chunk = source.read(row);
        if (chunk)
            sound = check_chunk(row, *chunk);
        else if (chunk.error().code == "archive.chunk_missing")
            checked.missing.push_back({row.id, chunk.error()});
        else
            sound = chunk.error();
        return sound.has_value();
    });
    KUNYU_TRY_VOID(sound);
    return checked;
}

/// Merged away since the snapshot began is not missing.
base::Result<void> check_missing(sql::Session& session, std::vector<Fault> const& missing) {
    for (auto const& fault : missing)
        if (session.first("SELECT 1 FROM archive_chunk WHERE id = ?", fault.chunk)) return fault.refusal;
    return {};
}

}  // namespace

base::Result<ArchiveVerified> verify_archive(sql::Database& database, std::filesystem::path const& folder) {
    ArchiveVerified verified;
    KUNYU_TRY(verified.frames, verify_log(database, folder / "log"));
    KUNYU_TRY(auto const checked,
              database.read([&](sql::Session& session) { return check_chunks(session, folder / "chunks"); }));
    KUNYU_TRY_VOID(database.read([&](sql::Session& session) { return check_missing(session, checked.missing); }));
    verified.chunks = checked.chunks;
    return verified;
}

}  // namespace kunyu::archive
