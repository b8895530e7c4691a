#pragma once
#include "sql/database.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::sql {

using Visitor = std::function<bool(Row)>;

/// The connection broke while COMMIT was under way and the server could not be asked since: the work may or may not
/// have been kept, so it must not be done again.
class OutcomeUnknown : public SqlError {
  public:
    using SqlError::SqlError;
};

/// One connection to either engine; all that the engines do differently stands behind it. For one thread at a time. A
/// connection that broke heals at the next begin.
class Connection {
  public:
    Connection() = default;
    Connection(Connection const&) = delete;
    Connection& operator=(Connection const&) = delete;
    virtual ~Connection() = default;
    virtual Engine engine() const = 0;

    virtual std::int64_t run(std::string_view sql, std::vector<Value> const& args, Visitor const& visit) = 0;
    virtual void stream(std::string_view sql, std::vector<Value> const& args, Visitor const& visit) = 0;
    virtual void script(std::string_view statements) = 0;

    virtual void begin_read() = 0;
    virtual void end_read() noexcept = 0;

    /// Waits until no other process writes.
    virtual void begin_write() = 0;
    /// Returns when the work is durable; throws OutcomeUnknown, or something else when it certainly was not kept.
    virtual void commit() = 0;
    virtual void rollback() noexcept = 0;
    virtual void set_savepoint() = 0;
    virtual void release_savepoint() = 0;
    virtual void undo_to_savepoint() = 0;
    /// False when the engine has given the transaction up on its own, so that nothing of it can be kept.
    virtual bool holds_transaction() const = 0;

    /// A number that other commits change. Outside of a transaction.
    virtual std::int64_t data_version() = 0;
};

std::unique_ptr<Connection> connect_sqlite(std::string const& path, bool read_only);
std::unique_ptr<Connection> connect_postgres(Options const& options);

}  // namespace kunyu::sql
