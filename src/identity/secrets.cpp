#include "identity/secrets.hpp"

#include "base/text.hpp"

namespace kunyu::identity {

std::string make_session_secret() {
    return base::base64url_encode(base::random_bytes(32));
}

std::string make_token_secret() {
    return "kunyu_" + make_session_secret();
}

std::string digest_of_secret(std::string_view secret) {
    return base::sha256_hex(secret);
}

std::string csrf_token_of(std::string_view session_secret) {
    return base::sha256_hex("kunyu csrf " + std::string(session_secret)).substr(0, 48);
}

}  // namespace kunyu::identity
