#pragma once
#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::base {

/// The enumerator whose place in `words` the text has; nothing for another text.
template <typename Enum, std::size_t N>
std::optional<Enum> enumerator_of(std::array<std::string_view, N> const& words, std::string_view text) {
    auto const found = std::find(words.begin(), words.end(), text);
    if (found == words.end()) return std::nullopt;
    return static_cast<Enum>(found - words.begin());
}

template <typename Enum, std::size_t N>
std::string_view word_of(std::array<std::string_view, N> const& words, Enum value) {
    return words.at(static_cast<std::size_t>(value));
}

/// As base::Reader::choice() takes them.
template <std::size_t N>
std::vector<std::string> choices(std::array<std::string_view, N> const& words) {
    return {words.begin(), words.end()};
}

}  // namespace kunyu::base
