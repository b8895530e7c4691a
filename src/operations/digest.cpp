#include "operations/digest.hpp"

#include "base/text.hpp"

namespace kunyu::operations {

Digest::Digest() {
    crypto_hash_sha256_init(&state_);
}

void Digest::add(std::string_view bytes) {
    crypto_hash_sha256_update(&state_, reinterpret_cast<unsigned char const*>(bytes.data()), bytes.size());
}

std::string Digest::finish() {
    std::string hash(crypto_hash_sha256_BYTES, '\0');
    crypto_hash_sha256_final(&state_, reinterpret_cast<unsigned char*>(hash.data()));
    return base::hex(hash);
}

}  // namespace kunyu::operations
