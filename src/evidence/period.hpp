#pragma once
#include "evidence/fact.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace kunyu::evidence {

/// What a stretch of days is cut into, at the calendar's edges.
enum class Step { whole, month, quarter, year };
std::optional<Step> parse_step(std::string_view word);

/// The parts of the period, ascending; the first and the last may be shorter than the others. Empty for a period
/// without a day.
std::vector<Period> cut(Period const& period, Step step);

/// Facts state what the archive can tell for good: when an observation came in is kept to ten minutes (rounded up), so
/// a moment is taken at the last full ten minutes, and answers the same before and after sealing.
base::Instant settled(base::Instant moment);

}  // namespace kunyu::evidence
