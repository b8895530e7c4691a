#pragma once
#include <string>
#include <string_view>

namespace kunyu::identity {

/// 32 random bytes as text that a cookie and a header can carry.
std::string make_session_secret();
/// As above, with "kunyu_" before it, so that one left in a file is found by scanners.
std::string make_token_secret();

/// What is stored of a secret. No salt: a secret of 256 random bits cannot be guessed.
std::string digest_of_secret(std::string_view secret);

/// The session's token against forged requests; made of the session's secret, so it needs no storage and changes with
/// it.
std::string csrf_token_of(std::string_view session_secret);

}  // namespace kunyu::identity
