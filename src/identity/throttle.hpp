#pragma once
#include "base/result.hpp"
#include "base/time.hpp"
#include "sql/database.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kunyu::identity {

/// How long to wait after failed log-ins: nothing for the first `free` ones, then `first_seconds`, doubled by each
/// further failure up to `longest_seconds`. All is forgotten `forget_seconds` after the last failure.
struct ThrottleRule {
    std::int64_t free;
    std::int64_t first_seconds;
    std::int64_t longest_seconds;
    std::int64_t forget_seconds;
};

/// A name is tried by one who mistypes; an address may be the door of a whole institute.
inline constexpr ThrottleRule account_rule{5, 5, 15 * 60, 60 * 60};
inline constexpr ThrottleRule address_rule{30, 5, 15 * 60, 60 * 60};

struct Failures {
    std::int64_t count = 0;
    base::Instant last;
};

/// Failures that still matter now.
std::int64_t remembered(ThrottleRule const& rule, Failures const& failures, base::Instant now);
/// The moment from which one may try again; nothing when that is now.
std::optional<base::Instant> blocked_until(ThrottleRule const& rule, Failures const& failures, base::Instant now);

/// What an address counts as: itself for IPv4, its network of 64 bits for IPv6, since one subscriber has a whole one.
std::string address_key(std::string_view address);

/// Who tries: the name as typed (there may be no such account) and the address.
struct LoginAttempt {
    std::string user;
    std::string address;
};

/// identity.too_many_attempts {seconds, until} while the name or the address has to wait.
base::Result<void> check_throttle(sql::Session& session, LoginAttempt const& attempt, base::Instant now);
/// Notes a failure for both, and forgets what is a day old.
void note_failure(sql::Tx& tx, LoginAttempt const& attempt, base::Instant now);
/// After a success the name starts anew; the address does not, or one account of one's own would open all the others.
void forget_failures(sql::Tx& tx, std::string_view user);

}  // namespace kunyu::identity
