#include "sql/database.hpp"

#include "sql/connection.hpp"
#include "sql/folder_lock.hpp"
#include "sql/reader_pool.hpp"
#include "sql/writer.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <mutex>

namespace kunyu::sql {
namespace {

class ReadSession final : public Session {
  public:
    explicit ReadSession(Connection& connection) : connection_(connection) {}
    Engine engine() const override { return connection_.engine(); }

  private:
    std::int64_t run(std::string_view sql, std::vector<Value> const& args, Visitor const& visit) override {
        return connection_.run(sql, args, visit);
    }
    void stream(std::string_view sql, std::vector<Value> const& args, Visitor const& visit) override {
        connection_.stream(sql, args, visit);
    }
    Connection& connection_;
};

/// A snapshot for the lifetime of the object.
class Snapshot {
  public:
    explicit Snapshot(Connection& connection) : connection_(connection) { connection_.begin_read(); }
    Snapshot(Snapshot const&) = delete;
    Snapshot& operator=(Snapshot const&) = delete;
    ~Snapshot() { connection_.end_read(); }

  private:
    Connection& connection_;
};

thread_local bool this_thread_reads = false;

void refuse_inside_a_read() {
    if (this_thread_reads) throw std::logic_error("a read inside a read could wait for itself; use its session");
}

/// Marks the thread as reading, so that a second read of it is found out.
class ReadingMark {
  public:
    ReadingMark() {
        refuse_inside_a_read();
        this_thread_reads = true;
    }
    ReadingMark(ReadingMark const&) = delete;
    ReadingMark& operator=(ReadingMark const&) = delete;
    ~ReadingMark() { this_thread_reads = false; }
};

using Connect = std::function<std::unique_ptr<Connection>(bool read_only)>;

class StoredDatabase final : public Database {
  public:
    StoredDatabase(Engine engine, Connect const& connect, int readers, std::unique_ptr<FolderLock> lock)
        : engine_(engine),
          lock_(std::move(lock)),
          watch_(connect(true)),
          readers_([connect] { return connect(true); }, readers),
          writer_(connect(false)) {}

    Engine engine() const override { return engine_; }
    std::int64_t data_version() override {
        refuse_inside_a_read();
        std::lock_guard const guard(watch_mutex_);
        return watch_->data_version();
    }
    WriteStatistics write_statistics() const override { return writer_.statistics(); }

  private:
    void read_with(std::function<void(Session&)> const& f) override {
        ReadingMark const mark;
        ReaderPool::Loan loan(readers_);
        Snapshot const snapshot(loan.connection());
        ReadSession session(loan.connection());
        f(session);
    }
    void write_with(std::function<bool(Tx&)> const& f) override { writer_.write(f); }

    Engine engine_;
    std::unique_ptr<FolderLock> lock_;
    std::mutex watch_mutex_;
    std::unique_ptr<Connection> watch_;
    ReaderPool readers_;
    Writer writer_;
};

/// What both migrate() and every commit need to find. Two processes may start at once.
void prepare_store(Connection& connection) {
    connection.begin_write();
    try {
        connection.script(
            "CREATE TABLE IF NOT EXISTS schema_migration (number INTEGER PRIMARY KEY, name TEXT NOT NULL, "
            "checksum TEXT NOT NULL, applied_at BIGINT NOT NULL)");
        if (connection.engine() == Engine::postgresql)
            connection.script(
                "CREATE TABLE IF NOT EXISTS data_version (one INTEGER PRIMARY KEY CHECK (one = 1), version BIGINT NOT "
                "NULL); INSERT INTO data_version VALUES (1, 1) ON CONFLICT (one) DO NOTHING");
        connection.commit();
    } catch (...) {
        connection.rollback();
        throw;
    }
}

std::unique_ptr<Database> open_sqlite(Options const& options) {
    namespace fs = std::filesystem;
    if (!fs::exists(options.folder)) {
        fs::create_directories(options.folder);
        fs::permissions(options.folder, fs::perms::owner_all);
    }
    auto lock = options.exclusive ? std::make_unique<FolderLock>(options.folder) : nullptr;
    auto const path = options.folder + "/kunyu.sqlite";
    prepare_store(*connect_sqlite(path, false));
    fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write);
    Connect const connect = [path](bool read_only) { return connect_sqlite(path, read_only); };
    return std::make_unique<StoredDatabase>(Engine::sqlite, connect, options.readers, std::move(lock));
}

std::unique_ptr<Database> open_postgres(Options const& options) {
    prepare_store(*connect_postgres(options));
    Connect const connect = [options](bool) { return connect_postgres(options); };
    return std::make_unique<StoredDatabase>(Engine::postgresql, connect, options.readers, nullptr);
}

}  // namespace

bool SqlError::is_unique_violation() const {
    // SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_UNIQUE, SQLITE_CONSTRAINT_ROWID; unique_violation.
    return state == "1555" || state == "2067" || state == "2579" || state == "23505";
}

std::vector<Row> Session::query_with(std::string_view sql, std::vector<Value> const& args) {
    std::vector<Row> rows;
    run(sql, args, [&rows](Row row) {
        rows.push_back(std::move(row));
        return true;
    });
    return rows;
}

std::unique_ptr<Database> Database::open(Options const& options) {
    return options.url.empty() ? open_sqlite(options) : open_postgres(options);
}

}  // namespace kunyu::sql
