#pragma once
#include "base/result.hpp"
#include "base/time.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace kunyu::quality {

/// How often a programme wants an observation, for a time: at `from`, at `from` + `step` and so on, before `to`. The
/// beginning therefore fixes the phase.
struct CadenceEpoch {
    base::Instant from;
    std::optional<base::Instant> to;  ///< not included; absent: still so
    std::int64_t step = 0;            ///< microseconds
    friend bool operator==(CadenceEpoch const&, CadenceEpoch const&) = default;
};

inline constexpr std::int64_t longest_step = 366LL * 86'400 * 1'000'000;  ///< microseconds

/// The cadence of one stream over all its epochs: when an observation is expected. Epochs ascend and do not overlap;
/// between them nothing is expected. Immutable, so safe for all threads.
class Cadence {
  public:
    Cadence() = default;
    /// In any order. Refuses quality.bad_step {max}, quality.epoch_reversed, quality.epochs_overlap {at}.
    static base::Result<Cadence> of(std::vector<CadenceEpoch> epochs);

    std::vector<CadenceEpoch> const& epochs() const { return epochs_; }
    bool empty() const { return epochs_.empty(); }

    /// Microseconds from one expected observation to the next at the moment; nothing outside all epochs.
    std::optional<std::int64_t> step_at(base::Instant moment) const;
    /// How many are expected in [from, to).
    std::int64_t expected(base::Instant from, base::Instant to) const;
    /// The first expected at the moment or later.
    std::optional<base::Instant> next(base::Instant moment) const;
    /// The last expected before the moment.
    std::optional<base::Instant> previous(base::Instant moment) const;
    /// The expected moment that an observation at `time` stands for: the nearest within half a step (the half before
    /// it included, the half after it not); where one epoch meets the next the nearer, the later when equal. Does not
    /// fall as `time` rises.
    std::optional<base::Instant> slot_of(base::Instant time) const;

  private:
    std::optional<std::size_t> epoch_at_or_before(base::Instant moment) const;
    std::vector<CadenceEpoch> epochs_;
};

}  // namespace kunyu::quality
