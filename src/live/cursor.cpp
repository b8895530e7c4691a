#include "live/cursor.hpp"

#include "base/text.hpp"

#include <charconv>
#include <limits>

namespace kunyu::live {
namespace {

std::optional<std::int64_t> number_in(std::string_view text) {
    std::int64_t number = 0;
    auto const* const end = text.data() + text.size();
    auto const read = std::from_chars(text.data(), end, number);
    bool const plain = text == "0" || (!text.empty() && text.front() >= '1' && text.front() <= '9');
    if (!plain || read.ec != std::errc{} || read.ptr != end) return std::nullopt;
    return number;
}

}  // namespace

std::string to_string(LiveCursor const& cursor) {
    return std::to_string(cursor.observations) + "-" + std::to_string(cursor.flags) + "-" +
           std::to_string(cursor.revision);
}

std::optional<LiveCursor> parse_live_cursor(std::string_view text) {
    auto const parts = base::split(text, '-');
    if (parts.size() != 3) return std::nullopt;
    auto const observations = number_in(parts[0]);
    auto const flags = number_in(parts[1]);
    auto const revision = number_in(parts[2]);
    if (!observations || !flags || !revision) return std::nullopt;
    return LiveCursor{static_cast<std::uint64_t>(*observations), static_cast<std::uint64_t>(*flags), *revision};
}

}  // namespace kunyu::live
