#include "observations/openness.hpp"

#include <algorithm>

namespace kunyu::observations {

std::string_view to_string(Openness openness) {
    return openness_words.at(static_cast<std::size_t>(openness));
}

std::optional<Openness> parse_openness(std::string_view word) {
    auto const found = std::find(openness_words.begin(), openness_words.end(), word);
    if (found == openness_words.end()) return std::nullopt;
    return static_cast<Openness>(found - openness_words.begin());
}

}  // namespace kunyu::observations
