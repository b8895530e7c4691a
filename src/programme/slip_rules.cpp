#include "programme/slip_rules.hpp"

#include "base/words.hpp"

#include <array>

namespace kunyu::programme {
namespace {

constexpr std::array<std::string_view, 3> level_words{"blue", "orange", "red"};

}  // namespace

std::string_view to_string(SlipLevel level) {
    return base::word_of(level_words, level);
}

std::optional<SlipLevel> parse_slip_level(std::string_view text) {
    return base::enumerator_of<SlipLevel>(level_words, text);
}

std::optional<SlipLevel> next_level(SlipLevel level) {
    if (level == SlipLevel::blue) return SlipLevel::orange;
    if (level == SlipLevel::orange) return SlipLevel::red;
    return std::nullopt;
}

base::Day reply_due(SupervisionRules const& rules, SlipLevel level, base::Day day) {
    auto const days = level == SlipLevel::blue     ? rules.blue_reply_days
                      : level == SlipLevel::orange ? rules.orange_reply_days
                                                   : rules.red_reply_days;
    return day.plus_days(days);
}

bool escalates(SlipLevel level, std::optional<base::Day> due, base::Day today) {
    return due && *due < today && next_level(level).has_value();
}

}  // namespace kunyu::programme
