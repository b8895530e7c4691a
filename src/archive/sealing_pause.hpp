#pragma once
#include <algorithm>
#include <chrono>

namespace kunyu::archive {

/// How long the sealing rests between two rounds. While it fails, twice as long each time up to a bound, and nobody
/// cuts the rest short: a fault of the disk is not mended by asking more often, and each try may leave bytes behind.
class SealingPause {
  public:
    using Milliseconds = std::chrono::milliseconds;
    SealingPause(Milliseconds usual, Milliseconds longest) : usual_(usual), longest_(longest), now_(usual) {}

    Milliseconds now() const { return now_; }
    bool may_be_cut_short() const { return now_ == usual_; }
    void after(bool sealed) { now_ = sealed ? usual_ : std::min(2 * now_, longest_); }

  private:
    Milliseconds usual_;
    Milliseconds longest_;
    Milliseconds now_;
};

}  // namespace kunyu::archive
