#pragma once
#include "sensorthings/value.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace kunyu::sensorthings {

/// A moment of ISO 8601 with its zone: "2017-01-01T08:00:00.5+08:00". A blank in place of the plus passes, which is
/// what a plus becomes that was not percent-encoded in an address.
std::optional<Moment> parse_moment(std::string_view text);
/// Two moments with a slash between, the second not before the first.
std::optional<TimeSpan> parse_span(std::string_view text);
/// "P1DT2H30M", "-PT0.5S": days, hours, minutes and seconds only, since months have no fixed length.
std::optional<Duration> parse_duration(std::string_view text);
std::optional<Date> parse_date(std::string_view text);
/// "08:30", "08:30:00.25"
std::optional<TimeOfDay> parse_time_of_day(std::string_view text);

std::string to_string(Moment const& moment);
/// "from/to" in UTC.
std::string to_string(TimeSpan const& span);
std::string to_string(Duration duration);
std::string to_string(Date date);
std::string to_string(TimeOfDay time);

}  // namespace kunyu::sensorthings
