#include "archive/chunk_index.hpp"

#include "archive/revision_rows.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace kunyu::archive {
namespace {

constexpr std::string_view chunk_columns =
    "id, stream, month, kind, first_time, last_time, count, first_ordinal, last_ordinal, last_arrival, numbers, least, "
    "greatest, total, last_number, bytes, longest, first_result_time, last_result_time, step";

ChunkRow read_chunk(sql::Row const& row) {
    ChunkRow chunk;
    chunk.id = row.integer(0);
    chunk.stream = row.integer(1);
    chunk.month = row.integer(2);
    chunk.kind = static_cast<ResultKind>(row.integer(3));
    chunk.first_time = row.integer(4);
    chunk.last_time = row.integer(5);
    chunk.count = row.integer(6);
    chunk.first_ordinal = row.integer(7);
    chunk.last_ordinal = row.integer(8);
    chunk.last_arrival = row.integer(9);
    chunk.summary = {static_cast<std::uint64_t>(row.integer(10)), row.real(11), row.real(12), row.real(13)};
    chunk.last_number = row.is_null(14) ? std::numeric_limits<double>::quiet_NaN() : row.real(14);
    chunk.bytes = row.integer(15);
    chunk.longest = row.optional_integer(16).value_or(ChunkRow::not_noted);
    chunk.first_result_time = row.optional_integer(17).value_or(no_result_time);
    chunk.last_result_time = row.optional_integer(18).value_or(no_result_time);
    chunk.step = row.optional_integer(19).value_or(0);
    return chunk;
}

std::optional<std::int64_t> unless(std::int64_t value, std::int64_t nothing) {
    return value == nothing ? std::nullopt : std::optional(value);
}

}  // namespace

void keep_arrivals_within(Points& points, ChunkRow const& row) {
    for (auto& arrival : points.arrivals) arrival = std::min(arrival, row.last_arrival);
}

std::int64_t month_of(std::int64_t microseconds) {
    constexpr std::int64_t day = 86'400'000'000;
    auto const days = microseconds / day - (microseconds % day < 0 ? 1 : 0);
    // 400 years have 146,097 days; the era begins on 0000-03-01.
    auto const shifted = days + 719'468;
    auto const era = (shifted >= 0 ? shifted : shifted - 146'096) / 146'097;
    auto const day_of_era = shifted - era * 146'097;
    auto const year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
    auto const day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    auto const month_from_march = (5 * day_of_year + 2) / 153;
    return (year_of_era + era * 400) * 12 + month_from_march + 2;
}

std::int64_t generation_of(sql::Session& session) {
    return session.first("SELECT value FROM archive_generation")->integer(0);
}

std::optional<StreamRow> stream_row(sql::Session& session, std::int64_t stream) {
    auto const row = session.first("SELECT sealed_sequence, next_ordinal FROM archive_stream WHERE stream = ?", stream);
    if (!row) return std::nullopt;
    return StreamRow{stream, static_cast<std::uint64_t>(row->integer(0)), row->integer(1)};
}

base::Result<IndexChanges> changes_since(sql::Session& session, std::int64_t generation) {
    IndexChanges changes;
    changes.generation = generation_of(session);
    if (changes.generation == generation) return changes;
    std::vector<sql::Value> const since{generation};
    session.each(
        "SELECT stream, sealed_sequence, next_ordinal FROM archive_stream WHERE generation > ?", since,
        [&](sql::Row const& row) {
            changes.streams.push_back({row.integer(0), static_cast<std::uint64_t>(row.integer(1)), row.integer(2)});
            return true;
        });
    session.each("SELECT " + std::string(chunk_columns) + " FROM archive_chunk WHERE generation > ?", since,
                 [&](sql::Row const& row) {
                     changes.chunks.push_back(read_chunk(row));
                     return true;
                 });
    session.each("SELECT id, stream, month FROM archive_chunk_gone WHERE generation > ?", since,
                 [&](sql::Row const& row) {
                     changes.gone.push_back({row.integer(0), row.integer(1), row.integer(2)});
                     return true;
                 });
    KUNYU_TRY(changes.revisions, read_revisions(session, "WHERE generation > ? ORDER BY id", {since}));
    return changes;
}

void each_chunk(sql::Session& session, std::function<bool(ChunkRow const&)> const& visit) {
    session.each("SELECT " + std::string(chunk_columns) + " FROM archive_chunk ORDER BY month, id", {},
                 [&](sql::Row const& row) { return visit(read_chunk(row)); });
}

IndexWriter::IndexWriter(sql::Tx& tx)
    : tx_(tx), generation_(tx.first("UPDATE archive_generation SET value = value + 1 RETURNING value")->integer(0)) {}

void IndexWriter::put_stream(StreamRow const& row) {
    tx_.exec(
        "INSERT INTO archive_stream (stream, generation, sealed_sequence, next_ordinal) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (stream) DO UPDATE SET generation = excluded.generation, sealed_sequence = "
        "excluded.sealed_sequence, "
        "next_ordinal = excluded.next_ordinal",
        row.stream, generation_, static_cast<std::int64_t>(row.sealed_sequence), row.next_ordinal);
}

void IndexWriter::add_chunk(ChunkRow const& row) {
    auto const last = std::isfinite(row.last_number) ? std::optional(row.last_number) : std::nullopt;
    tx_.exec(
        "INSERT INTO archive_chunk (id, generation, stream, month, kind, first_time, last_time, count, first_ordinal, "
        "last_ordinal, last_arrival, numbers, least, greatest, total, last_number, bytes, longest, "
        "first_result_time, last_result_time, step) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        row.id, generation_, row.stream, row.month, static_cast<std::int64_t>(row.kind), row.first_time, row.last_time,
        row.count, row.first_ordinal, row.last_ordinal, row.last_arrival,
        static_cast<std::int64_t>(row.summary.numbers), row.summary.min, row.summary.max, row.summary.sum, last,
        row.bytes, unless(row.longest, ChunkRow::not_noted), unless(row.first_result_time, no_result_time),
        unless(row.last_result_time, no_result_time), unless(row.step, 0));
}

bool IndexWriter::remove_chunk(ChunkRow const& row, std::int64_t at) {
    if (tx_.exec("DELETE FROM archive_chunk WHERE id = ?", row.id) == 0) return false;
    tx_.exec("INSERT INTO archive_chunk_gone (id, generation, stream, month, at) VALUES (?, ?, ?, ?, ?)", row.id,
             generation_, row.stream, row.month, at);
    return true;
}

void IndexWriter::add_revision(Revision& revision) {
    revision.id = tx_.first("SELECT COALESCE(MAX(id), 0) + 1 FROM archive_revision")->integer(0);
    tx_.exec(
        "INSERT INTO archive_revision (id, generation, stream, at, author, reason, on_arrival, changes) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        revision.id, generation_, revision.stream, revision.at, revision.author, revision.reason,
        revision.on_arrival ? 1 : 0, sql::Blob{encode_changes(revision)});
}

std::vector<std::int64_t> unnamed_of(sql::Session& session, std::vector<std::int64_t> const& ids) {
    std::vector<std::int64_t> unnamed;
    for (auto const id : ids)
        if (!session.first("SELECT 1 FROM archive_chunk WHERE id = ?", id) &&
            !session.first("SELECT 1 FROM archive_chunk_gone WHERE id = ?", id))
            unnamed.push_back(id);
    return unnamed;
}

std::vector<GoneChunk> gone_before(sql::Session& session, std::int64_t at, std::int64_t limit) {
    std::vector<GoneChunk> chunks;
    for (auto const& row :
         session.query("SELECT id, stream, month FROM archive_chunk_gone WHERE at < ? LIMIT ?", at, limit))
        chunks.push_back({row.integer(0), row.integer(1), row.integer(2)});
    return chunks;
}

void forget_gone(sql::Tx& tx, std::vector<GoneChunk> const& chunks) {
    for (auto const& chunk : chunks) tx.exec("DELETE FROM archive_chunk_gone WHERE id = ?", chunk.id);
}

std::uint64_t cursor_of(sql::Session& session, std::string_view name) {
    auto const row = session.first("SELECT sequence FROM archive_cursor WHERE name = ?", name);
    return row ? static_cast<std::uint64_t>(row->integer(0)) : 0;
}

void store_cursor(sql::Tx& tx, std::string_view name, std::uint64_t sequence) {
    tx.exec(
        "INSERT INTO archive_cursor (name, sequence) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET sequence = "
        "excluded.sequence",
        name, static_cast<std::int64_t>(sequence));
}

std::vector<std::pair<std::string, std::uint64_t>> all_cursors(sql::Session& session) {
    std::vector<std::pair<std::string, std::uint64_t>> cursors;
    for (auto const& row : session.query("SELECT name, sequence FROM archive_cursor ORDER BY name"))
        cursors.emplace_back(row.text(0), static_cast<std::uint64_t>(row.integer(1)));
    return cursors;
}

std::optional<std::uint64_t> least_cursor(sql::Session& session) {
    auto const row = session.first("SELECT MIN(sequence) FROM archive_cursor");
    if (!row || row->is_null(0)) return std::nullopt;
    return static_cast<std::uint64_t>(row->integer(0));
}

}  // namespace kunyu::archive
