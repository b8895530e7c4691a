#pragma once
#include "base/result.hpp"
#include "programme/supervision_rules.hpp"

#include <optional>
#include <string_view>

namespace kunyu::programme {

/// How grave a slip is.
enum class SlipLevel { blue, orange, red };
std::string_view to_string(SlipLevel level);
std::optional<SlipLevel> parse_slip_level(std::string_view text);

/// One level up; nothing above red.
std::optional<SlipLevel> next_level(SlipLevel level);

/// The last day for a reply to a slip that reaches the level on `day`.
base::Day reply_due(SupervisionRules const& rules, SlipLevel level, base::Day day);

/// Whether the deadline has passed without a reply. Red stays red.
bool escalates(SlipLevel level, std::optional<base::Day> due, base::Day today);

}  // namespace kunyu::programme
