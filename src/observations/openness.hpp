#pragma once
#include "observations/entity.hpp"

#include <array>
#include <optional>
#include <string_view>

namespace kunyu::observations {

inline constexpr std::array<std::string_view, 3> openness_words{"open", "embargo", "internal"};
std::string_view to_string(Openness openness);
std::optional<Openness> parse_openness(std::string_view word);

}  // namespace kunyu::observations
