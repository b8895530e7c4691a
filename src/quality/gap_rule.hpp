#pragma once
#include "quality/cadence.hpp"

#include <cstdint>
#include <optional>

namespace kunyu::quality {

/// When two observations are too far apart to be neighbours: more than so many cadences, by the cadence at the later.
/// Where no cadence is known, none are. The cadence must outlive it; safe for all threads.
class GapRule {
  public:
    GapRule() = default;
    GapRule(Cadence const& cadence, double longest_gap_cadences) : cadence_(&cadence), longest_(longest_gap_cadences) {}

    /// How many cadences lie between the times (microseconds); nothing where none is known.
    std::optional<double> cadences_between(std::int64_t from, std::int64_t to) const {
        auto const step = cadence_ ? cadence_->step_at({to}) : std::nullopt;
        if (!step) return std::nullopt;
        return static_cast<double>(to - from) / static_cast<double>(*step);
    }
    bool bridges(std::int64_t from, std::int64_t to) const {
        auto const between = cadences_between(from, to);
        return !between || *between <= longest_;
    }

  private:
    Cadence const* cadence_ = nullptr;
    double longest_ = 0;
};

}  // namespace kunyu::quality
