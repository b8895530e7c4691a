#pragma once
#include "base/time.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace kunyu::sensorthings {

/// Reads times of ISO 8601 as devices write them, many millions a second:
/// "2010-12-23T10:20:00.25-0700", with "Z", "+08:00", "+0800" or "+08", up to nine digits of a second (cut to six).
/// Days that the calendar does not have, years before 1000 and times without a zone are refused. Remembers the last
/// day, which mostly comes again; one for each thread.
class IsoTimeReader {
  public:
    /// Microseconds since 1970 UTC of the time that begins at `text`; moves `text` behind it. At least 40 bytes must be
    /// readable from there. Nothing when there is none.
    bool read(char const*& text, std::int64_t& microseconds);

  private:
    bool read_day(char const* text);

    char day_text_[10] = {};
    std::int64_t day_ = 0;  // microseconds at its begin
};

std::optional<base::Instant> parse_iso_instant(std::string_view text);

/// What an observation may claim: not before 1600, so that a device whose clock went wild is found, and not more than a
/// year ahead, since forecasts are observations too.
struct TimeBounds {
    base::Instant earliest;
    base::Instant latest;
    static TimeBounds at(base::Instant now);
    bool contains(base::Instant at) const { return earliest <= at && at <= latest; }
};

}  // namespace kunyu::sensorthings
