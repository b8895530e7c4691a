#pragma once
#include "base/result.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace kunyu::identity {

/// Passwords are hashed with argon2id (64 MiB, 3 passes), at most two at a time in a process, since each takes a core
/// and its memory for a while: never call these two inside a write, which would hold up every other one. They refuse
/// with identity.busy when the queue does not move. Safe for all threads.
base::Result<std::string> hash_password(std::string_view password);
/// Whether the password belongs to the hash. Without a hash (no such account) it takes the same time and answers false.
base::Result<bool> verify_password(std::optional<std::string> const& hash, std::string_view password);

/// A password that nobody else knows and that can be read out on the telephone: five groups of four, 99 bits.
std::string make_password();

/// The rule for a password somebody chose: 10 to 1024 characters of valid text, not his log-in name, not one character
/// over and over. As a field error on `path`.
base::Result<void> check_password(std::string_view path, std::string_view password, std::string_view user);

}  // namespace kunyu::identity
