#include "archive/chunk_check.hpp"

#include <cstdlib>
#include <string>
#include <utility>

namespace kunyu::archive {
namespace {

/// SQLite's primary result codes for a file that is no whole database.
constexpr int sqlite_corrupt = 11;
constexpr int sqlite_not_a_database = 26;

base::Refusal fault(std::string code, ChunkRow const& row) {
    return base::refuse(std::move(code), {{"chunk", std::to_string(row.id)}, {"stream", std::to_string(row.stream)}});
}

bool tells_damage(sql::SqlError const& error) {
    auto const code = std::atoi(error.state.c_str()) & 0xFF;
    return code == sqlite_corrupt || code == sqlite_not_a_database;
}

bool agree(ChunkRow const& row, SealedChunk const& chunk, ChunkHead const& head) {
    auto const& summary = head.summary;
    return head.kind == row.kind && static_cast<std::int64_t>(head.count) == row.count &&
           head.first_time == row.first_time && head.last_time == row.last_time &&
           head.first_ordinal == row.first_ordinal && head.last_ordinal == row.last_ordinal &&
           summary.numbers == row.summary.numbers &&
           (summary.numbers == 0 || (summary.min == row.summary.min && summary.max == row.summary.max)) &&
           static_cast<std::int64_t>(chunk.head.size() + chunk.body.size()) == row.bytes;
}

}  // namespace

ChunkSource::ChunkSource(sql::Session& session, std::filesystem::path folder)
    : session_(session), folder_(std::move(folder)) {}

base::Result<SealedChunk> ChunkSource::read(ChunkRow const& row) {
    try {
        auto chunk = find(row);
        if (!chunk) return fault("archive.chunk_missing", row);
        return std::move(*chunk);
    } catch (sql::SqlError const& error) {
        if (session_.engine() == sql::Engine::postgresql || !tells_damage(error)) throw;
        return fault("archive.chunk_damaged", row);
    }
}

std::optional<SealedChunk> ChunkSource::find(ChunkRow const& row) {
    if (session_.engine() == sql::Engine::postgresql) {
        auto const found =
            session_.first("SELECT head, body FROM archive_bytes WHERE month = ? AND id = ?", row.month, row.id);
        if (!found) return std::nullopt;
        return SealedChunk{found->blob(0), found->blob(1)};
    }
    if (!files_) files_ = open_month_files(folder_);
    auto head = files_->head(row.month, row.id);
    auto body = files_->body(row.month, row.id);
    if (!head || !body) return std::nullopt;
    return SealedChunk{std::move(*head), std::move(*body)};
}

base::Result<void> check_chunk(ChunkRow const& row, SealedChunk const& chunk) {
    auto const head = ChunkHead::open(chunk.head);
    if (!head) return fault("archive.chunk_damaged", row);
    if (!ChunkBody::open(*head, chunk.body)) return fault("archive.chunk_damaged", row);
    if (!agree(row, chunk, *head)) return fault("archive.chunk_unlike", row);
    return {};
}

}  // namespace kunyu::archive
