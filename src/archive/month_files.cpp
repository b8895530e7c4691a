#include "archive/chunk_bytes.hpp"
#include "sql/connection.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <list>
#include <map>
#include <mutex>

namespace kunyu::archive {
namespace {

namespace fs = std::filesystem;

/// Files open at once; the one longest unused is closed.
constexpr std::size_t most_open = 24;

/// Of a new file: a chunk fills its last page by half, so pages are small (1,024 bytes instead of 4,096 are an eighth
/// of a file of one stream of minutes); and what merging leaves empty is given back. VACUUM alone sets both.
constexpr char const* pages =
    "PRAGMA journal_mode=DELETE; PRAGMA page_size=1024; PRAGMA auto_vacuum=FULL; VACUUM; PRAGMA journal_mode=WAL;";

/// One month's file. A lock of its own, so that months are read side by side.
struct MonthFile {
    std::mutex mutex;
    std::unique_ptr<sql::Connection> connection;
};

class MonthFiles final : public ChunkBytes {
  public:
    explicit MonthFiles(fs::path folder) : folder_(std::move(folder)) { fs::create_directories(folder_); }

    void put(std::vector<Entry> const& entries) override {
        std::map<std::int64_t, std::vector<Entry const*>> by_month;
        for (auto const& entry : entries) by_month[entry.month].push_back(&entry);
        for (auto const& [month, of_month] : by_month) put_month(month, of_month);
    }

    std::optional<std::string> head(std::int64_t month, std::int64_t id) override {
        return column(month, id, "SELECT head FROM chunk WHERE id = ?");
    }
    std::optional<std::string> body(std::int64_t month, std::int64_t id) override {
        return column(month, id, "SELECT body FROM chunk WHERE id = ?");
    }

    void remove(std::int64_t month, std::vector<std::int64_t> const& ids) override {
        auto const file = open(month, false);
        if (!file) return;
        write(*file, [&ids](sql::Connection& connection) {
            for (auto const id : ids)
                connection.run("DELETE FROM chunk WHERE id = ?", {id}, [](sql::Row const&) { return true; });
        });
    }

  private:
    void put_month(std::int64_t month, std::vector<Entry const*> const& entries) {
        write(*open(month, true), [&entries](sql::Connection& connection) {
            for (auto const* entry : entries) {
                auto const put =
                    connection.run("INSERT INTO chunk (id, head, body) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING",
                                   {entry->id, sql::Blob{entry->chunk.head}, sql::Blob{entry->chunk.body}},
                                   [](sql::Row const&) { return true; });
                if (put == 0) throw sql::SqlError(number_taken, "");
            }
        });
    }

    template <typename Work>
    static void write(MonthFile& file, Work const& work) {
        std::lock_guard const lock(file.mutex);
        file.connection->begin_write();
        try {
            work(*file.connection);
            file.connection->commit();
        } catch (...) {
            file.connection->rollback();
            throw;
        }
    }

    std::optional<std::string> column(std::int64_t month, std::int64_t id, std::string_view sql) {
        auto const file = open(month, false);
        if (!file) return std::nullopt;
        std::lock_guard const lock(file->mutex);
        std::optional<std::string> found;
        file->connection->run(sql, {id}, [&found](sql::Row const& row) {
            found = row.blob(0);
            return false;
        });
        return found;
    }

    static bool is_made(sql::Connection& connection) {
        bool found = false;
        connection.run("SELECT 1 FROM sqlite_master WHERE name = 'chunk'", {},
                       [&found](sql::Row const&) { return found = true; });
        return found;
    }

    std::shared_ptr<MonthFile> open(std::int64_t month, bool make) {
        std::lock_guard const lock(mutex_);
        if (auto const found = files_.find(month); found != files_.end()) {
            order_.remove(month);
            order_.push_back(month);
            return found->second;
        }
        auto const path = folder_ / fmt::format("observations-{:04}-{:02}.sqlite", month / 12, month % 12 + 1);
        if (!make && !fs::exists(path)) return nullptr;
        auto file = std::make_shared<MonthFile>();
        file->connection = sql::connect_sqlite(path.string(), false);
        // A full disk may have cut its making off.
        if (!is_made(*file->connection)) {
            if (!make) return nullptr;
            file->connection->script(pages);
            file->connection->script(
                "CREATE TABLE chunk (id INTEGER PRIMARY KEY, head BLOB NOT NULL, body BLOB NOT NULL)");
        }
        files_[month] = file;
        order_.push_back(month);
        if (order_.size() > most_open) {
            files_.erase(order_.front());
            order_.pop_front();
        }
        return file;
    }

    fs::path folder_;
    std::mutex mutex_;
    std::map<std::int64_t, std::shared_ptr<MonthFile>> files_;
    std::list<std::int64_t> order_;  ///< the last used at the end
};

}  // namespace

std::unique_ptr<ChunkBytes> open_month_files(std::filesystem::path folder) {
    return std::make_unique<MonthFiles>(std::move(folder));
}

}  // namespace kunyu::archive
