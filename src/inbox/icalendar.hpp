#pragma once
#include "base/messages.hpp"
#include "inbox/calendar_source.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace kunyu::inbox {

/// A TEXT value (RFC 5545, 3.3.11): backslash, semicolon, comma and line breaks escaped; control characters left out.
std::string icalendar_text(std::string_view text);

/// A content line with its CRLF, folded after at most 75 octets, never inside a character (3.1).
std::string icalendar_line(std::string_view line);

/// The entries as a calendar (RFC 5545) in one language. Days are dates without a zone (VALUE=DATE), times are in UTC,
/// so no VTIMEZONE is needed. There is no METHOD, so DTSTAMP is the moment of the last change (3.8.7.2), and the same
/// entries give the same bytes. `workbench` stands before each link; without it there are none.
std::string write_icalendar(std::vector<CalendarEntry> const& entries, Title const& name, base::Language language,
                            std::string const& workbench);

}  // namespace kunyu::inbox
