#pragma once
#include "base/result.hpp"
#include "http/message.hpp"
#include "identity/caller.hpp"
#include "sql/database.hpp"

#include <optional>
#include <string>

namespace kunyu::identity {

inline constexpr std::int64_t idempotency_seconds = 24 * 60 * 60;

/// The Idempotency-Key of a request by an account; nothing without the header, or for the public. Refuses with
/// identity.bad_idempotency_key what is not 1 to 200 visible ASCII characters.
base::Result<std::optional<std::string>> idempotency_key(http::Request const& request, Caller const& caller);

/// The reply kept for this account's key; nothing at first sight. identity.idempotency_key_reused when the key came
/// with another request (method, address or body).
base::Result<std::optional<http::Response>> kept_reply(sql::Session& session, Caller const& caller,
                                                       std::string const& key, http::Request const& request);

/// Keeps the reply for a day, in the transaction of the write itself.
void keep_reply(sql::Tx& tx, Caller const& caller, std::string const& key, http::Request const& request,
                http::Response const& response);

}  // namespace kunyu::identity
