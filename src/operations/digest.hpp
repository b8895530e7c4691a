#pragma once
#include <sodium.h>

#include <string>
#include <string_view>

namespace kunyu::operations {

/// SHA-256 of what comes piece by piece. One use.
class Digest {
  public:
    Digest();
    void add(std::string_view bytes);
    /// 64 hexadecimal digits.
    std::string finish();

  private:
    crypto_hash_sha256_state state_;
};

}  // namespace kunyu::operations
