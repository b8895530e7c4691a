#include "observations/device.hpp"

#include "base/text.hpp"

namespace kunyu::observations {
namespace {

constexpr std::string_view mark = "kunyu_device_";
constexpr std::size_t key_bytes = 32;
constexpr std::size_t shown_characters = 6;  // 36 of 256 bits

}  // namespace

NewDeviceKey make_device_key(base::Instant now) {
    NewDeviceKey made;
    made.secret = std::string(mark) + base::base64url_encode(base::random_bytes(key_bytes));
    made.kept.digest = digest_of_device_key(made.secret);
    made.kept.prefix = made.secret.substr(0, mark.size() + shown_characters);
    made.kept.created_at = now;
    return made;
}

std::string digest_of_device_key(std::string_view secret) {
    return base::sha256_hex(secret);
}

}  // namespace kunyu::observations
