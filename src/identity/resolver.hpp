#pragma once
#include "base/result.hpp"
#include "base/time.hpp"
#include "http/message.hpp"
#include "identity/caller.hpp"
#include "sql/database.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace kunyu::identity {

inline constexpr std::string_view session_cookie = "kunyu_session";
inline constexpr std::int64_t session_idle_seconds = 4 * 60 * 60;
inline constexpr std::int64_t session_longest_seconds = 16 * 60 * 60;
/// How old the note of the last use may be before it is renewed.
inline constexpr std::int64_t last_use_seconds = 60;

/// What a request shows of itself. A bearer token wins over a cookie.
struct Credentials {
    enum class Kind { none, session, token };
    Kind kind = Kind::none;
    std::string secret;
};
Credentials credentials_of(http::Request const& request);

/// Who asks, and whether the note of his last use is due.
struct Resolution {
    Caller caller;
    bool last_use_due = false;
};

/// Finds the caller with one or two indexed selects; none for the public. identity.token_invalid for a bearer token
/// that is not ours; a session that has ended is refused with identity.session_ended unless `public_will_do`.
base::Result<Resolution> resolve(sql::Session& session, http::Request const& request, base::Instant now,
                                 bool public_will_do);

/// The roles an account holds on a day, those delegated to it included.
std::vector<Grant> grants_of(sql::Session& session, AccountId account, base::Day day);

}  // namespace kunyu::identity
