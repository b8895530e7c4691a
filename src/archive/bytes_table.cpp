#include "archive/chunk_bytes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace kunyu::archive {
namespace {

void add_month(sql::Tx& tx, std::int64_t month) {
    // A number may not begin with a sign in a name; no month before the year 0 comes so far.
    auto const name = fmt::format("archive_bytes_{}{}", month < 0 ? "bc" : "", month < 0 ? -month : month);
    if (tx.first("SELECT 1 FROM pg_class WHERE relname = ?", name)) return;
    tx.script(fmt::format("CREATE TABLE {} PARTITION OF archive_bytes FOR VALUES IN ({})", name, month));
}

class BytesTable final : public ChunkBytes {
  public:
    explicit BytesTable(sql::Database& database) : database_(database) {}

    void put(std::vector<Entry> const& entries) override {
        database_
            .write([&](sql::Tx& tx) -> base::Result<void> {
                if (put_bytes(tx, entries) < entries.size()) throw sql::SqlError(number_taken, "");
                return {};
            })
            .value();
    }

    std::optional<std::string> head(std::int64_t month, std::int64_t id) override {
        return column(month, id, "SELECT head FROM archive_bytes WHERE month = ? AND id = ?");
    }
    std::optional<std::string> body(std::int64_t month, std::int64_t id) override {
        return column(month, id, "SELECT body FROM archive_bytes WHERE month = ? AND id = ?");
    }

    void remove(std::int64_t month, std::vector<std::int64_t> const& ids) override {
        database_
            .write([&](sql::Tx& tx) -> base::Result<void> {
                for (auto const id : ids) tx.exec("DELETE FROM archive_bytes WHERE month = ? AND id = ?", month, id);
                return {};
            })
            .value();
    }

  private:
    std::optional<std::string> column(std::int64_t month, std::int64_t id, std::string_view sql) {
        return database_.read([&](sql::Session& session) -> std::optional<std::string> {
            auto const row = session.first(sql, month, id);
            if (!row) return std::nullopt;
            return row->blob(0);
        });
    }

    sql::Database& database_;
};

}  // namespace

std::size_t put_bytes(sql::Tx& tx, std::vector<ChunkBytes::Entry> const& entries) {
    std::set<std::int64_t> months;
    for (auto const& entry : entries) months.insert(entry.month);
    for (auto const month : months) add_month(tx, month);
    std::int64_t put = 0;
    for (auto const& entry : entries)
        put += tx.exec("INSERT INTO archive_bytes (month, id, head, body) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                       entry.month, entry.id, sql::Blob{entry.chunk.head}, sql::Blob{entry.chunk.body});
    return static_cast<std::size_t>(put);
}

std::unique_ptr<ChunkBytes> open_bytes_table(sql::Database& database) {
    return std::make_unique<BytesTable>(database);
}

}  // namespace kunyu::archive
