#pragma once
#include "base/result.hpp"
#include "http/router.hpp"
#include "identity/caller.hpp"
#include "sql/database.hpp"

#include <functional>
#include <string>

namespace kunyu::identity {

using ReadHandler = std::function<base::Result<http::Response>(sql::Session&, Caller const&, http::Request const&)>;
using WriteHandler = std::function<base::Result<http::Response>(sql::Tx&, Caller const&, http::Request const&)>;

/// The door between HTTP and the services: finds the caller (session cookie with CSRF token, or bearer token), checks
/// that the action is his at all, runs the handler in a read snapshot or a write transaction, turns a refusal into
/// problem+json. read():  GET; 304 by ETag. write(): the caller is resolved, and an Idempotency-Key looked up, inside
/// the write transaction; the first reply to a key is
///          kept 24 h with it and answered again to a repeat with the same request, 422 to a different one.
/// Safe for all threads.
class Gate {
  public:
    Gate(sql::Database& database, base::Clock const& clock);
    void read(http::Router& router, http::Method method, std::string pattern, http::RouteOptions options,
              ReadHandler handler) const;
    void write(http::Router& router, http::Method method, std::string pattern, http::RouteOptions options,
               WriteHandler handler) const;

  private:
    sql::Database& database_;
    base::Clock const& clock_;
};

/// The version that If-Match carries: 428 identity.version_required without, 400 for another form. For services:
/// compare with the stored version and answer base::refuse("identity.version_conflict") (412) when it differs.
base::Result<std::int64_t> expected_version(http::Request const& request);
/// `"7"`
std::string etag_of(std::int64_t version);

}  // namespace kunyu::identity
