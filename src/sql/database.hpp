#pragma once
#include "base/result.hpp"
#include "sql/value.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace kunyu::sql {

enum class Engine { sqlite, postgresql };

/// The engine broke a promise or refused a statement: disk full, connection lost, constraint violated. Not for domain
/// rules.
class SqlError : public std::runtime_error {
  public:
    SqlError(std::string const& message, std::string sql_state)
        : std::runtime_error(message), state(std::move(sql_state)) {}
    /// A primary key or a unique index stands against it. The row is there already.
    bool is_unique_violation() const;
    std::string state;  ///< SQLSTATE on PostgreSQL, the extended result code in decimal on SQLite
};

/// One connection within one transaction. Statements use `?` marks, one text for both engines (decisions.md 7), and are
/// cached by their text. Not for two threads at once; lives no longer than the function it was handed to.
class Session {
  public:
    virtual ~Session() = default;
    virtual Engine engine() const = 0;

    /// All rows of the answer. For more than a page use each().
    template <typename... Args>
    std::vector<Row> query(std::string_view sql, Args const&... args) {
        std::vector<Row> rows;
        run(sql, {to_value(args)...}, [&rows](Row row) {
            rows.push_back(std::move(row));
            return true;
        });
        return rows;
    }
    /// The first row, if there is one.
    template <typename... Args>
    std::optional<Row> first(std::string_view sql, Args const&... args) {
        std::optional<Row> found;
        run(sql, {to_value(args)...}, [&found](Row row) {
            found = std::move(row);
            return false;
        });
        return found;
    }
    /// As query(), with the parameters in a vector, for statements put together at run time (filters).
    std::vector<Row> query_with(std::string_view sql, std::vector<Value> const& args);
    /// Calls `visit(Row)` row by row until it answers false; holds a few hundred rows at once however many there are.
    /// For SELECT only. `visit` may use the session.
    void each(std::string_view sql, std::vector<Value> const& args, std::function<bool(Row)> const& visit) {
        stream(sql, args, visit);
    }

  protected:
    /// Answers the number of rows changed.
    virtual std::int64_t run(std::string_view sql, std::vector<Value> const& args,
                             std::function<bool(Row)> const& visit) = 0;
    virtual void stream(std::string_view sql, std::vector<Value> const& args,
                        std::function<bool(Row)> const& visit) = 0;
};

/// A session that may write. Everything done through it stands or falls together with the function it was handed to. A
/// statement that threw fails the whole function, also if the exception was swallowed: the engines differ too much
/// there.
class Tx : public Session {
  public:
    /// Rows changed.
    template <typename... Args>
    std::int64_t exec(std::string_view sql, Args const&... args) {
        return run(sql, {to_value(args)...}, [](Row const&) { return true; });
    }
    std::int64_t exec_with(std::string_view sql, std::vector<Value> const& args) {
        return run(sql, args, [](Row const&) { return true; });
    }
    /// Runs after the group has been committed, on the writer's thread; never after a refusal or a failure. Must not
    /// throw.
    virtual void after_commit(std::function<void()> act) = 0;
    /// Several statements without parameters; for migrations.
    virtual void script(std::string_view statements) = 0;
};

/// What the writer has done since the start; for /metrics.
struct WriteStatistics {
    std::int64_t writes = 0;   ///< functions run to an answer, refusals included
    std::int64_t groups = 0;   ///< transactions committed
    std::int64_t reruns = 0;   ///< functions run again because their group failed
    std::int64_t waiting = 0;  ///< functions in the queue now
};

struct Options {
    /// "postgresql://…" or empty for SQLite in `folder`/kunyu.sqlite.
    std::string url = {};
    std::string folder = {};
    /// Readers at once; each holds a connection.
    int readers = 4;
    /// A server holds the folder's lock (SQLite) for its lifetime; other commands take short write transactions.
    bool exclusive = false;
    /// PostgreSQL only: names this process in pg_stat_activity.
    std::string application_name = "kunyu";
};

/// Another process keeps the folder: Options::exclusive was asked for. The message names it.
class FolderInUse : public SqlError {
  public:
    using SqlError::SqlError;
};

/// The main database. Reads run on a pool of connections, each in a snapshot. Writes are queued to one writer thread
/// per process; it takes all that wait into one transaction, with a savepoint each, commits once (durable: SQLite
/// synchronous=FULL, PostgreSQL synchronous_commit=on) and then answers, so who wrote reads his write. On PostgreSQL a
/// group first takes one advisory lock, so all groups of all processes stand in one total order and rules over many
/// rows (quotas, bookings) cannot race. All members are safe for all threads.
class Database {
  public:
    /// Opens or creates; applies no migrations. Throws SqlError.
    static std::unique_ptr<Database> open(Options const& options);
    virtual ~Database() = default;

    virtual Engine engine() const = 0;

    /// Runs `f(Session&)` in a read-only snapshot and answers what it answers. Exceptions pass. A read inside a read,
    /// of the same thread, could wait for itself: std::logic_error.
    template <typename F>
    auto read(F&& f) {
        using T = std::invoke_result_t<F&, Session&>;
        if constexpr (std::is_void_v<T>) {
            read_with([&](Session& session) { f(session); });
        } else {
            std::optional<T> out;
            read_with([&](Session& session) { out.emplace(f(session)); });
            return std::move(*out);
        }
    }

    /// Runs `f(Tx&)`, which answers a base::Result, on the writer thread and waits for the commit. A refusal, or an
    /// exception (which passes on), undoes all that f did and nothing else of the group. `f` may run again if the
    /// group's commit failed for reasons of its own, so it must have no effect but through the Tx. A
    /// write inside a write would wait for itself: std::logic_error.
    template <typename F>
    auto write(F&& f) {
        using R = std::invoke_result_t<F&, Tx&>;
        std::optional<R> out;
        write_with([&](Tx& tx) {
            out.emplace(f(tx));
            return out->has_value();
        });
        return std::move(*out);
    }

    /// A cheap number that changes whenever any process has committed a write; for caches of what was read.
    virtual std::int64_t data_version() = 0;
    virtual WriteStatistics write_statistics() const = 0;

  protected:
    virtual void read_with(std::function<void(Session&)> const& f) = 0;
    /// `f` answers whether to keep its work.
    virtual void write_with(std::function<bool(Tx&)> const& f) = 0;
};

/// Brings the schema up to date: applies migrations/NNNN_*.sql (embedded) that are not yet in schema_migration, in
/// order, each in a transaction; refuses to go on when an applied one has another checksum (sql.migration_changed) or
/// is unknown here, so the database is newer than this program (sql.newer_database). Tokens: {ID} INTEGER or BIGINT,
/// {BLOB} BLOB or BYTEA, {TEXT} TEXT or TEXT COLLATE "C". A section between "-- sqlite only" or "-- postgresql only"
/// and
/// "-- end" is for one engine.
base::Result<void> migrate(Database& database);
/// Whether every embedded migration has been applied.
bool is_current(Database& database);

}  // namespace kunyu::sql
