#pragma once
#include <cstdint>

namespace kunyu::archive {

/// When the memory that a rush of observations took goes back to the system. The allocator keeps what is freed for the
/// next rush: hundreds of megabytes after a few seconds at full rate. Giving it back takes some milliseconds, so it is
/// done once sealing has caught up, and after that only when so many observations have come again.
class MemoryReturn {
  public:
    explicit MemoryReturn(std::uint64_t worth) : worth_(worth) {}

    /// After each round of sealing: the observations that ever came, and whether there was nothing to seal. The first
    /// such round is always due: a start may have read a long log.
    bool due(std::uint64_t came, bool nothing_sealed) {
        if (!nothing_sealed || came < next_) return false;
        next_ = came + worth_;
        return true;
    }

  private:
    std::uint64_t worth_;
    std::uint64_t next_ = 0;
};

}  // namespace kunyu::archive
