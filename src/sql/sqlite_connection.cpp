#include "base/text.hpp"
#include "sql/connection.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <list>
#include <string>
#include <system_error>
#include <unordered_map>

namespace kunyu::sql {
namespace {

constexpr int busy_timeout_ms = 30'000;
constexpr std::size_t cached_statements = 400;

struct Finalise {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
struct Close {
    void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
};
using Statement = std::unique_ptr<sqlite3_stmt, Finalise>;

/// Statements kept by their text, the least recently used dropped first. One that is running is lent to nobody else.
class StatementCache {
  public:
    Statement take(std::string_view sql) {
        auto const found = by_text_.find(sql);
        if (found == by_text_.end()) return nullptr;
        auto statement = std::move(found->second->statement);
        auto const entry = found->second;
        by_text_.erase(found);
        entries_.erase(entry);
        return statement;
    }
    void give(std::string_view sql, Statement statement) {
        if (by_text_.contains(sql)) return;
        entries_.push_front({std::string(sql), std::move(statement)});
        by_text_.emplace(entries_.front().text, entries_.begin());
        if (entries_.size() <= cached_statements) return;
        by_text_.erase(entries_.back().text);
        entries_.pop_back();
    }
    void clear() {
        by_text_.clear();
        entries_.clear();
    }

  private:
    struct Entry {
        std::string text;
        Statement statement;
    };
    std::list<Entry> entries_;
    std::unordered_map<std::string_view, std::list<Entry>::iterator> by_text_;
};

class SqliteConnection final : public Connection {
  public:
    SqliteConnection(std::string const& path, bool read_only) {
        sqlite3* raw = nullptr;
        int const code = sqlite3_open_v2(path.c_str(), &raw,
                                         SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
        handle_.reset(raw);
        if (code != SQLITE_OK) fail(path);
        sqlite3_extended_result_codes(raw, 1);
        sqlite3_busy_timeout(raw, busy_timeout_ms);
        script(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY;"
            "PRAGMA cache_size=-8000; PRAGMA wal_autocheckpoint=4000; PRAGMA journal_size_limit=67108864;"
            "PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON");
        if (read_only) script("PRAGMA query_only=ON");
    }

    Engine engine() const override { return Engine::sqlite; }

    std::int64_t run(std::string_view sql, std::vector<Value> const& args, Visitor const& visit) override {
        auto statement = statements_.take(sql);
        if (!statement) statement = prepare(sql);
        Running const running{*this, sql, statement};
        bind(statement.get(), args, sql);
        auto const before = sqlite3_total_changes64(handle_.get());
        for (;;) {
            int const code = sqlite3_step(statement.get());
            if (code == SQLITE_DONE) break;
            if (code != SQLITE_ROW) fail(sql);
            if (!visit(read_row(statement.get()))) break;
        }
        if (sqlite3_stmt_readonly(statement.get()) != 0) return 0;
        // A trigger or a cascade counts in total_changes, so ask for the statement's own rows where it changed any.
        return sqlite3_total_changes64(handle_.get()) == before ? 0 : sqlite3_changes64(handle_.get());
    }

    void stream(std::string_view sql, std::vector<Value> const& args, Visitor const& visit) override {
        run(sql, args, visit);
    }

    void script(std::string_view statements) override {
        statements_.clear();
        if (sqlite3_exec(handle_.get(), std::string(statements).c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
            fail(statements);
    }

    void begin_read() override { step("BEGIN"); }
    void end_read() noexcept override { rollback(); }
    void begin_write() override { step("BEGIN IMMEDIATE"); }
    void commit() override { step("COMMIT"); }
    void rollback() noexcept override {
        if (holds_transaction()) sqlite3_exec(handle_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
    }
    void set_savepoint() override { step("SAVEPOINT item"); }
    void release_savepoint() override { step("RELEASE item"); }
    void undo_to_savepoint() override {
        step("ROLLBACK TO item");
        step("RELEASE item");
    }
    bool holds_transaction() const override { return sqlite3_get_autocommit(handle_.get()) == 0; }

    std::int64_t data_version() override {
        std::int64_t version = 0;
        run("PRAGMA data_version", {}, [&version](Row const& row) {
            version = row.integer(0);
            return true;
        });
        return version;
    }

  private:
    /// Resets the statement and puts it back, however the run ends.
    struct Running {
        SqliteConnection& connection;
        std::string_view sql;
        Statement& statement;
        Running(SqliteConnection& owner, std::string_view text, Statement& running)
            : connection(owner), sql(text), statement(running) {}
        Running(Running const&) = delete;
        Running& operator=(Running const&) = delete;
        ~Running() {
            sqlite3_reset(statement.get());
            sqlite3_clear_bindings(statement.get());
            connection.statements_.give(sql, std::move(statement));
        }
    };

    void step(std::string_view sql) {
        run(sql, {}, [](Row const&) { return true; });
    }

    Statement prepare(std::string_view sql) {
        sqlite3_stmt* raw = nullptr;
        char const* rest = nullptr;
        if (sqlite3_prepare_v3(handle_.get(), sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &raw,
                               &rest) != SQLITE_OK)
            fail(sql);
        Statement statement(raw);
        std::string_view const tail(rest, static_cast<std::size_t>(sql.data() + sql.size() - rest));
        if (!statement || tail.find_first_not_of(" \n\t;") != std::string_view::npos)
            throw std::logic_error(fmt::format("one statement is expected: {}", sql));
        return statement;
    }

    void bind(sqlite3_stmt* statement, std::vector<Value> const& args, std::string_view sql) {
        if (sqlite3_bind_parameter_count(statement) != static_cast<int>(args.size()))
            throw std::logic_error(fmt::format("{} parameters were given to: {}", args.size(), sql));
        for (std::size_t i = 0; i < args.size(); ++i)
            if (bind_one(statement, static_cast<int>(i) + 1, args[i]) != SQLITE_OK) fail(sql);
    }

    // The texts stay where they are until the statement has run, so SQLite need not copy them.
    static int bind_one(sqlite3_stmt* statement, int index, Value const& value) {
        if (auto const* whole = std::get_if<std::int64_t>(&value)) return sqlite3_bind_int64(statement, index, *whole);
        if (auto const* real = std::get_if<double>(&value)) return sqlite3_bind_double(statement, index, *real);
        if (auto const* text = std::get_if<std::string>(&value))
            return sqlite3_bind_text64(statement, index, text->data(), text->size(), nullptr, SQLITE_UTF8);
        if (auto const* blob = std::get_if<Blob>(&value))
            return blob->bytes.empty()
                       ? sqlite3_bind_zeroblob(statement, index, 0)
                       : sqlite3_bind_blob64(statement, index, blob->bytes.data(), blob->bytes.size(), nullptr);
        return sqlite3_bind_null(statement, index);
    }

    static Row read_row(sqlite3_stmt* statement) {
        int const columns = sqlite3_column_count(statement);
        std::vector<Value> values;
        values.reserve(static_cast<std::size_t>(columns));
        for (int i = 0; i < columns; ++i) values.push_back(read_value(statement, i));
        return Row(std::move(values));
    }

    static Value read_value(sqlite3_stmt* statement, int column) {
        auto const size = [&] { return static_cast<std::size_t>(sqlite3_column_bytes(statement, column)); };
        switch (sqlite3_column_type(statement, column)) {
            case SQLITE_INTEGER:
                return static_cast<std::int64_t>(sqlite3_column_int64(statement, column));
            case SQLITE_FLOAT:
                return sqlite3_column_double(statement, column);
            case SQLITE_TEXT: {
                auto const* bytes = reinterpret_cast<char const*>(sqlite3_column_text(statement, column));
                return std::string(bytes, size());
            }
            case SQLITE_BLOB: {
                auto const* bytes = static_cast<char const*>(sqlite3_column_blob(statement, column));
                return Blob{std::string(bytes == nullptr ? "" : bytes, size())};
            }
            default:
                return {};
        }
    }

    /// What the system said, where SQLite knows no more than that a file could not be read, written or opened.
    std::string cause(int code) const {
        auto const kind = code & 0xff;
        auto const error = sqlite3_system_errno(handle_.get());
        if (error == 0 || (kind != SQLITE_IOERR && kind != SQLITE_CANTOPEN && kind != SQLITE_FULL)) return {};
        return ", " + std::generic_category().message(error);
    }

    [[noreturn]] void fail(std::string_view what) const {
        auto const code = sqlite3_extended_errcode(handle_.get());
        throw SqlError(fmt::format("SQLite: {} ({}{}) in: {}", sqlite3_errmsg(handle_.get()), code, cause(code),
                                   base::clip(what, 500)),
                       std::to_string(code));
    }

    std::unique_ptr<sqlite3, Close> handle_;
    StatementCache statements_;  // dies before the handle
};

}  // namespace

std::unique_ptr<Connection> connect_sqlite(std::string const& path, bool read_only) {
    return std::make_unique<SqliteConnection>(path, read_only);
}

}  // namespace kunyu::sql
