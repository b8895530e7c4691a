#include "sensorthings/times.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

namespace kunyu::sensorthings {
namespace {

constexpr std::int64_t second = 1'000'000;
constexpr std::int64_t minute = 60 * second;
constexpr std::int64_t hour = 60 * minute;
constexpr std::int64_t day = 24 * hour;

/// The offset at the end of a text that base::parse_instant has taken, in minutes.
int offset_of(std::string_view text) {
    if (text.ends_with('Z') || text.ends_with('z')) return 0;
    auto const zone = text.substr(text.size() - 6);
    auto const minutes = ((zone[1] - '0') * 10 + zone[2] - '0') * 60 + (zone[4] - '0') * 10 + zone[5] - '0';
    return zone[0] == '-' ? -minutes : minutes;
}

/// A blank before the zone was a plus, and seconds may lack (OData 4.0, dateTimeOffsetValue).
std::string mended_moment(std::string_view text) {
    constexpr std::size_t behind_minutes = 16;  // of 2016-01-01T07:00
    std::string mended(text);
    if (mended.size() > 6 && mended[mended.size() - 6] == ' ') mended[mended.size() - 6] = '+';
    if (mended.size() > behind_minutes && mended[behind_minutes] != ':') mended.insert(behind_minutes, ":00");
    return mended;
}

/// The units of a duration before and after its T, in the order they may come.
struct Unit {
    char letter;
    bool of_time;
    std::int64_t length;
};
constexpr Unit units[]{{'D', false, day}, {'H', true, hour}, {'M', true, minute}, {'S', true, second}};

/// Digits and, if `fraction`, a fraction of up to six digits, in microseconds times `length`; nothing when it is too
/// long a time.
std::optional<std::int64_t> amount_of(std::string_view text, Unit const& unit) {
    double value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
    bool const digits_only = text.find_first_not_of(unit.length == second ? "0123456789." : "0123456789") == text.npos;
    if (!digits_only || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    auto const microseconds = std::round(value * static_cast<double>(unit.length));
    if (microseconds > 4e17) return std::nullopt;
    return static_cast<std::int64_t>(microseconds);
}

/// What follows the P; at least one unit, none of them twice.
std::optional<std::int64_t> parse_units(std::string_view text) {
    std::int64_t sum = 0;
    bool in_time = false, any = false;
    for (auto const& unit : units) {
        if (unit.of_time && !in_time && text.starts_with('T')) {
            in_time = true;
            any = false;
            text.remove_prefix(1);
        }
        auto const end = text.find_first_not_of("0123456789.");
        if (end == 0 || end == std::string_view::npos || text[end] != unit.letter || unit.of_time != in_time) continue;
        auto const amount = amount_of(text.substr(0, end), unit);
        if (!amount) return std::nullopt;
        sum += *amount;
        any = true;
        text.remove_prefix(end + 1);
    }
    if (!any || !text.empty()) return std::nullopt;
    return sum;
}

}  // namespace

std::optional<Moment> parse_moment(std::string_view text) {
    auto const mended = mended_moment(text);
    auto const at = base::parse_instant(mended);
    if (!at) return std::nullopt;
    return Moment{*at, offset_of(mended)};
}

std::optional<TimeSpan> parse_span(std::string_view text) {
    auto const slash = text.find('/');
    if (slash == std::string_view::npos) return std::nullopt;
    auto const from = parse_moment(text.substr(0, slash)), to = parse_moment(text.substr(slash + 1));
    if (!from || !to || to->at < from->at) return std::nullopt;
    return TimeSpan{from->at, to->at};
}

std::optional<Duration> parse_duration(std::string_view text) {
    bool const negative = text.starts_with('-');
    if (negative) text.remove_prefix(1);
    if (!text.starts_with('P')) return std::nullopt;
    auto const sum = parse_units(text.substr(1));
    if (!sum) return std::nullopt;
    return Duration{negative ? -*sum : *sum};
}

std::optional<Date> parse_date(std::string_view text) {
    auto const parsed = base::parse_day(text);
    if (!parsed) return std::nullopt;
    return Date{parsed->number};
}

std::optional<TimeOfDay> parse_time_of_day(std::string_view text) {
    std::string const whole = "1970-01-01T" + std::string(text) + (text.size() == 5 ? ":00Z" : "Z");
    auto const at = base::parse_instant(whole);
    if (!at) return std::nullopt;
    return TimeOfDay{at->microseconds};
}

std::string iso_text(base::Instant at) {
    auto text = base::to_string(at);
    text.pop_back();
    while (text.back() == '0') text.pop_back();
    if (text.back() == '.') text.pop_back();
    return text + 'Z';
}

std::string iso_text(TimeSpan const& span) {
    return iso_text(span.from) + '/' + iso_text(span.to);
}

std::string to_string(Moment const& moment) {
    if (moment.offset == 0) return base::to_string(moment.at);
    auto local = base::to_string(moment.at.plus_seconds(moment.offset * 60LL));
    local.pop_back();
    auto const minutes = std::abs(moment.offset);
    return fmt::format("{}{}{:02}:{:02}", local, moment.offset < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

std::string to_string(TimeSpan const& span) {
    return base::to_string(span.from) + '/' + base::to_string(span.to);
}

std::string to_string(Duration duration) {
    auto const length = std::abs(duration.microseconds);
    std::string out = duration.microseconds < 0 ? "-P" : "P";
    if (length >= day) out += fmt::format("{}D", length / day);
    if (auto const rest = length % day; rest != 0 || length == 0)
        out += fmt::format("T{}.{:06}S", rest / second, rest % second);
    return out;
}

std::string to_string(Date date) {
    return base::to_string(base::Day{date.days});
}

std::string to_string(TimeOfDay time) {
    auto const text = base::to_string(base::Instant{time.microseconds});
    return text.substr(11, text.size() - 12);
}

}  // namespace kunyu::sensorthings
