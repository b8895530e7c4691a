#pragma once
#include "archive/store.hpp"
#include "base/result.hpp"

#include <cstdint>
#include <unordered_map>
#include <vector>

namespace kunyu::observations {

/// `count` observations of one stream that came together.
struct Arrival {
    std::int64_t stream = 0;
    std::int64_t first_ordinal = 0;
    std::int64_t count = 0;
    friend bool operator==(Arrival const&, Arrival const&) = default;
};

struct ArrivedFrame {
    std::uint64_t sequence = 0;
    std::vector<Arrival> arrivals;
};

/// What comes into the archive from one frame of its log on, in the order of the log, with the ordinals that the
/// frames themselves do not hold (log_ordinals.hpp). Not for two threads at once.
class Arrivals {
  public:
    /// What came after this frame.
    Arrivals(archive::Store& store, std::uint64_t after) : store_(store), after_(after) {}

    /// The next frames that can be read, at most `most`; empty when nothing came. Refused: what the archive refuses;
    /// then the place is where it was.
    base::Result<std::vector<ArrivedFrame>> next(std::size_t most);

  private:
    base::Result<void> find_ordinals();

    archive::Store& store_;
    std::uint64_t after_;
    std::unordered_map<std::int64_t, std::int64_t> ordinals_;  ///< of each stream the first after the place
};

}  // namespace kunyu::observations
