#include "base/log.hpp"
#include "base/text.hpp"
#include "sql/connection.hpp"
#include "sql/marks.hpp"
#include "sql/postgres_values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <thread>
#include <unordered_map>

namespace kunyu::sql {
namespace {

/// "kunyu" as a number: the lock under which every group of every process writes.
constexpr std::int64_t writers_lock = 0x6b756e7975;
constexpr std::size_t cached_statements = 400;
constexpr int rows_per_fetch = 500;
constexpr char const* connection_failure = "08006";

struct Clear {
    void operator()(PGresult* result) const { PQclear(result); }
};
struct Finish {
    void operator()(PGconn* handle) const { PQfinish(handle); }
};
using Answer = std::unique_ptr<PGresult, Clear>;

/// A statement the server has prepared, for parameters of these types.
struct Prepared {
    std::vector<Oid> types;
    std::string name;
};

struct Numbered {
    NumberedStatement statement;
    std::vector<Prepared> prepared;
};

class TransactionAborted : public SqlError {
  public:
    using SqlError::SqlError;
};

/// A null goes with any type.
bool suits(std::vector<Oid> const& prepared, std::vector<Oid> const& given) {
    return std::equal(prepared.begin(), prepared.end(), given.begin(), given.end(),
                      [](Oid ours, Oid theirs) { return theirs == 0 || ours == theirs; });
}

class PostgresConnection final : public Connection {
  public:
    explicit PostgresConnection(Options const& options)
        : url_(options.url), application_name_(options.application_name) {
        connect();
    }

    Engine engine() const override { return Engine::postgresql; }

    std::int64_t run(std::string_view sql, std::vector<Value> const& args, Visitor const& visit) override {
        PostgresParameters const parameters(args);
        auto const name = prepare(sql, parameters);
        Answer const answer(PQexecPrepared(handle_.get(), name.c_str(), parameters.count(), parameters.values.data(),
                                           parameters.lengths.data(), parameters.formats.data(), 0));
        check(answer.get(), sql);
        visit_rows(answer.get(), visit);
        return changed_rows(answer.get());
    }

    void stream(std::string_view sql, std::vector<Value> const& args, Visitor const& visit) override {
        PostgresParameters const parameters(args);
        auto const cursor = fmt::format("stream_{}", ++streams_);
        auto const declare = fmt::format("DECLARE {} NO SCROLL CURSOR FOR {}", cursor, number_marks(sql).text);
        Answer const declared(PQexecParams(handle_.get(), declare.c_str(), parameters.count(), parameters.types.data(),
                                           parameters.values.data(), parameters.lengths.data(),
                                           parameters.formats.data(), 0));
        check(declared.get(), sql);
        auto const fetch = fmt::format("FETCH {} FROM {}", rows_per_fetch, cursor);
        for (;;) {
            Answer const rows(PQexec(handle_.get(), fetch.c_str()));
            check(rows.get(), sql);
            if (!visit_rows(rows.get(), visit) || PQntuples(rows.get()) < rows_per_fetch) break;
        }
        command(fmt::format("CLOSE {}", cursor));
    }

    void script(std::string_view statements) override {
        command(std::string(statements));
        forget_statements();  // their plans may speak of tables that have changed
        command("DEALLOCATE ALL");
    }

    void begin_read() override { begin("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"); }
    void end_read() noexcept override { rollback(); }
    void begin_write() override {
        begin(fmt::format("BEGIN; SELECT pg_advisory_xact_lock({})", writers_lock));
        transaction_.clear();
        savepoint_ = Savepoint::none;
    }

    void commit() override {
        transaction_ = first_text("UPDATE data_version SET version = version + 1 RETURNING pg_current_xact_id()::text");
        int const backend = PQbackendPID(handle_.get());
        Answer const answer(PQexec(handle_.get(), "COMMIT"));
        if (PQstatus(handle_.get()) == CONNECTION_BAD) return find_out_whether_committed(backend);
        check(answer.get(), "COMMIT");
        if (std::string_view(PQcmdStatus(answer.get())) != "COMMIT")
            throw SqlError("PostgreSQL: the transaction had failed and was rolled back", "40000");
    }

    void rollback() noexcept override {
        if (PQtransactionStatus(handle_.get()) == PQTRANS_IDLE || PQstatus(handle_.get()) == CONNECTION_BAD) return;
        Answer const answer(PQexec(handle_.get(), "ROLLBACK"));
    }
    // Each command is a way to the server and back, so the release of one item travels with the savepoint of the next,
    // and a savepoint that was gone back to serves again.
    void set_savepoint() override {
        if (savepoint_ == Savepoint::none) command("SAVEPOINT item");
        if (savepoint_ == Savepoint::to_release) command("RELEASE SAVEPOINT item; SAVEPOINT item");
        savepoint_ = Savepoint::fresh;
    }
    void release_savepoint() override { savepoint_ = Savepoint::to_release; }
    void undo_to_savepoint() override {
        command("ROLLBACK TO SAVEPOINT item");
        savepoint_ = Savepoint::fresh;
    }

    bool holds_transaction() const override {
        auto const status = PQtransactionStatus(handle_.get());
        return status == PQTRANS_INTRANS || status == PQTRANS_INERROR;
    }

    std::int64_t data_version() override {
        reconnect_if_broken();
        std::string text;
        try {
            text = first_text("SELECT version FROM data_version");
        } catch (SqlError const&) {
            if (PQstatus(handle_.get()) != CONNECTION_BAD) throw;
            reconnect_if_broken();
            text = first_text("SELECT version FROM data_version");
        }
        std::int64_t version = 0;
        std::from_chars(text.data(), text.data() + text.size(), version);
        return version;
    }

  private:
    enum class Savepoint { none, fresh, to_release };

    void connect() {
        // What stands before dbname is a default that the URL may override.
        char const* const keywords[] = {"connect_timeout", "dbname", "application_name", "client_encoding", nullptr};
        char const* const values[] = {"10", url_.c_str(), application_name_.c_str(), "UTF8", nullptr};
        handle_.reset(PQconnectdbParams(keywords, values, 1));
        forget_statements();
        if (PQstatus(handle_.get()) != CONNECTION_OK)
            throw SqlError(fmt::format("PostgreSQL: {}", PQerrorMessage(handle_.get())), connection_failure);
        PQsetNoticeProcessor(
            handle_.get(), [](void*, char const*) {}, nullptr);
        if (PQserverVersion(handle_.get()) < 150000) throw SqlError("PostgreSQL 15 or later is needed", "0A000");
        if (std::string_view(PQparameterStatus(handle_.get(), "server_encoding")) != "UTF8")
            throw SqlError("PostgreSQL: make the database with the encoding UTF8", "0A000");
        command("SET synchronous_commit = on; SET timezone = 'UTC'; SET standard_conforming_strings = on");
    }

    void reconnect_if_broken() {
        if (PQstatus(handle_.get()) != CONNECTION_BAD) return;
        base::log(base::LogLevel::warning, "postgresql_reconnect");
        connect();
    }

    /// A connection found dead at the begin of a transaction has lost nothing: once again on a new one.
    void begin(std::string const& statement) {
        reconnect_if_broken();
        try {
            command(statement);
        } catch (SqlError const&) {
            if (PQstatus(handle_.get()) != CONNECTION_BAD) throw;
            reconnect_if_broken();
            command(statement);
        }
    }

    /// The connection broke while COMMIT was under way: the server knows what became of the transaction. A backend that
    /// has not noticed yet is ended, so that the answer is final.
    void find_out_whether_committed(int lost_backend) {
        auto const question = fmt::format("SELECT pg_xact_status('{}'::xid8)", transaction_);
        for (int attempt = 0; attempt < 100; ++attempt) {
            std::this_thread::sleep_for(std::chrono::milliseconds(100));
            try {
                reconnect_if_broken();
                auto const status = first_text(question);
                if (status == "committed") return;
                if (status == "aborted")
                    throw TransactionAborted("PostgreSQL: the connection broke and the transaction was rolled back",
                                             connection_failure);
                command(fmt::format("SELECT pg_terminate_backend({})", lost_backend));
            } catch (TransactionAborted const&) {
                throw;
            } catch (SqlError const&) {
                continue;  // the server is not back yet
            }
        }
        throw OutcomeUnknown("PostgreSQL: the connection broke during the commit; look whether the change is there",
                             connection_failure);
    }

    std::string prepare(std::string_view sql, PostgresParameters const& parameters) {
        auto& numbered = find_numbered(sql);
        if (numbered.statement.parameters != parameters.types.size())
            throw std::logic_error(fmt::format("{} parameters were given to: {}", parameters.types.size(), sql));
        for (auto const& candidate : numbered.prepared)
            if (suits(candidate.types, parameters.types)) return candidate.name;
        auto name = fmt::format("s{}", ++prepared_);
        Answer const answer(PQprepare(handle_.get(), name.c_str(), numbered.statement.text.c_str(), parameters.count(),
                                      parameters.types.data()));
        check(answer.get(), sql);
        numbered.prepared.push_back({inferred_types(name, parameters.types), name});
        return name;
    }

    /// The types given, and those that the server found for the nulls.
    std::vector<Oid> inferred_types(std::string const& name, std::vector<Oid> types) {
        if (std::find(types.begin(), types.end(), 0) == types.end()) return types;
        Answer const answer(PQdescribePrepared(handle_.get(), name.c_str()));
        check(answer.get(), name);
        for (std::size_t i = 0; i < types.size(); ++i) types[i] = PQparamtype(answer.get(), static_cast<int>(i));
        return types;
    }

    Numbered& find_numbered(std::string_view sql) {
        auto const found = statements_.find(std::string(sql));
        if (found != statements_.end()) return found->second;
        if (statements_.size() >= cached_statements) {
            forget_statements();
            command("DEALLOCATE ALL");
        }
        return statements_.emplace(sql, Numbered{number_marks(sql), {}}).first->second;
    }

    void forget_statements() { statements_.clear(); }

    /// Answers false when the visitor wants no more.
    static bool visit_rows(PGresult const* answer, Visitor const& visit) {
        int const rows = PQntuples(answer);
        for (int row = 0; row < rows; ++row)
            if (!visit(read_postgres_row(answer, row))) return false;
        return true;
    }

    static std::int64_t changed_rows(PGresult* answer) {
        if (std::string_view(PQcmdStatus(answer)).starts_with("SELECT")) return 0;
        std::string_view const text(PQcmdTuples(answer));
        std::int64_t count = 0;
        std::from_chars(text.data(), text.data() + text.size(), count);
        return count;
    }

    void command(std::string const& sql) {
        Answer const answer(PQexec(handle_.get(), sql.c_str()));
        check(answer.get(), sql);
    }

    std::string first_text(std::string const& sql) {
        Answer const answer(PQexec(handle_.get(), sql.c_str()));
        check(answer.get(), sql);
        if (PQntuples(answer.get()) == 0 || PQgetisnull(answer.get(), 0, 0) != 0) return {};
        return PQgetvalue(answer.get(), 0, 0);
    }

    void check(PGresult const* answer, std::string_view sql) const {
        auto const status = PQresultStatus(answer);
        if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY) return;
        char const* state = answer == nullptr ? nullptr : PQresultErrorField(answer, PG_DIAG_SQLSTATE);
        throw SqlError(fmt::format("PostgreSQL: {} in: {}", PQerrorMessage(handle_.get()), base::clip(sql, 500)),
                       state == nullptr ? connection_failure : state);
    }

    std::string url_;
    std::string application_name_;
    std::unique_ptr<PGconn, Finish> handle_;
    std::unordered_map<std::string, Numbered> statements_;
    Savepoint savepoint_ = Savepoint::none;
    std::string transaction_;  // id of the one being committed
    std::int64_t prepared_ = 0;
    std::int64_t streams_ = 0;
};

}  // namespace

std::unique_ptr<Connection> connect_postgres(Options const& options) {
    return std::make_unique<PostgresConnection>(options);
}

}  // namespace kunyu::sql
