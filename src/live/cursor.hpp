#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kunyu::live {

/// How far a listener has been told: the id of an event. Observations and the flags found on arrival stand in the
/// frames of the log, later versions in an order of their own. Observations are told before flags, so that the two may
/// be at different frames between two events.
struct LiveCursor {
    std::uint64_t observations = 0;  ///< the last frame whose observations were told
    std::uint64_t flags = 0;         ///< the last frame whose flags were told
    std::int64_t revision = 0;       ///< the last version that was told
    friend bool operator==(LiveCursor const&, LiveCursor const&) = default;
};

/// "120-118-7"
std::string to_string(LiveCursor const& cursor);
/// Nothing for what to_string() does not write.
std::optional<LiveCursor> parse_live_cursor(std::string_view text);

}  // namespace kunyu::live
