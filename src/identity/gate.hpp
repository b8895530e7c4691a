#pragma once
#include "base/result.hpp"
#include "base/time.hpp"
#include "http/router.hpp"
#include "identity/caller.hpp"
#include "sql/database.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace kunyu::identity {

using ReadHandler = std::function<base::Result<http::Response>(sql::Session&, Caller const&, http::Request const&)>;
using WriteHandler = std::function<base::Result<http::Response>(sql::Tx&, Caller const&, http::Request const&)>;
/// What must not happen on the writer's thread (hashing a password); answers what is then run there.
using Preparation = std::function<base::Result<WriteHandler>(Caller const&, http::Request const&)>;
using ActHandler = std::function<base::Result<http::Response>(Caller const&, http::Request const&)>;

/// The door between HTTP and the services: finds the caller (session cookie with CSRF token, or bearer token), checks
/// that the action is his at all, runs the handler in a read snapshot or a write transaction, turns a refusal into
/// problem+json. Each method throws std::logic_error at start-up for an action that is not in the permission table.
///   read():    GET. Notes the last use of the session at most once a minute, after the reply.
///   write():   the caller is resolved, and an Idempotency-Key looked up, inside the write transaction; the first reply
///              to a key is kept 24 h with it and answered again to a repeat with the same request, 422 to a different
///              one. A refusal is not kept. With 412 comes the current body, as the path's GET answers it.
///   prepare(): as write(), after a preparation outside the transaction, for a caller who has the action.
///   act():     the handler opens its own transactions; no Idempotency-Key.
/// Safe for all threads. The router may outlive the gate, the database must outlive both.
class Gate {
  public:
    Gate(sql::Database& database, base::Clock const& clock);
    void read(http::Router& router, http::Method method, std::string pattern, http::RouteOptions options,
              ReadHandler handler) const;
    void write(http::Router& router, http::Method method, std::string pattern, http::RouteOptions options,
               WriteHandler handler) const;
    void prepare(http::Router& router, http::Method method, std::string pattern, http::RouteOptions options,
                 Preparation preparation) const;
    void act(http::Router& router, http::Method method, std::string pattern, http::RouteOptions options,
             ActHandler handler) const;

    /// For routes that find out by themselves what is to be done: the caller, once everything that does not depend on
    /// the target has been checked.
    base::Result<Caller> admit(http::Request const& request, std::string const& action) const;

  private:
    class Parts;
    std::shared_ptr<Parts> parts_;
};

/// A refusal as problem+json with the headers that belong to it.
http::Response refused(http::Request const& request, base::Refusal const& refusal);

/// The version that If-Match carries: 428 identity.version_required without, 400 for another form. For services:
/// compare with the stored version and answer base::refuse("identity.version_conflict") (412) when it differs.
base::Result<std::int64_t> expected_version(http::Request const& request);
/// As above where If-Match is optional: nothing without it.
base::Result<std::optional<std::int64_t>> expected_version_if_given(http::Request const& request);
/// `"7"`
std::string etag_of(std::int64_t version);

}  // namespace kunyu::identity
