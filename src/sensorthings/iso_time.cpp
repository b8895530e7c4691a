#include "sensorthings/iso_time.hpp"

#include <algorithm>
#include <array>
#include <cstring>

namespace kunyu::sensorthings {
namespace {

constexpr std::int64_t second = 1'000'000;
constexpr std::int64_t minute = 60 * second;
constexpr std::int64_t hour = 60 * minute;
constexpr std::int64_t day = 24 * hour;
constexpr std::size_t room = 40;

/// The digit, or more than 9 for what is none.
unsigned digit(char c) {
    return static_cast<unsigned char>(c) - unsigned{'0'};
}

/// Two digits; `bad` becomes true when they are none.
unsigned two(char const* text, bool& bad) {
    auto const tens = digit(text[0]), ones = digit(text[1]);
    bad |= tens > 9 || ones > 9;
    return tens * 10 + ones;
}

bool is_leap(unsigned year) {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

unsigned days_of(unsigned year, unsigned month) {
    constexpr std::array<unsigned char, 12> lengths{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : lengths[month - 1];
}

/// Days since 1970-01-01 (after Howard Hinnant's "chrono-compatible low-level date algorithms").
std::int64_t day_number(unsigned year, unsigned month, unsigned day_of_month) {
    auto const y = static_cast<std::int64_t>(year) - (month <= 2 ? 1 : 0);
    auto const era = y / 400;
    auto const year_of_era = y - era * 400;
    auto const day_of_year =
        (153 * (static_cast<std::int64_t>(month) + (month > 2 ? -3 : 9)) + 2) / 5 + day_of_month - 1;
    return era * 146'097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719'468;
}

/// ".25" in microseconds; moves behind it.
bool read_fraction(char const*& text, std::int64_t& microseconds) {
    ++text;
    std::int64_t unit = second / 10;
    int digits = 0;
    for (; digit(*text) <= 9; ++text, unit /= 10) {
        if (++digits > 9) return false;
        microseconds += digit(*text) * unit;
    }
    return digits > 0;
}

/// "Z", "+08:00", "+0800", "+08"; what it is ahead of UTC, in microseconds.
bool read_zone(char const*& text, std::int64_t& ahead) {
    if (*text == 'Z' || *text == 'z') {
        ++text;
        ahead = 0;
        return true;
    }
    if (*text != '+' && *text != '-') return false;
    bool const behind = *text == '-', colon = text[3] == ':';
    bool bad = false;
    auto const hours = two(text + 1, bad);
    auto const* rest = text + 3 + (colon ? 1 : 0);
    bool const has_minutes = colon || digit(*rest) <= 9;
    auto const minutes = has_minutes ? two(rest, bad) : 0;
    if (bad || hours > 23 || minutes > 59) return false;
    text = rest + (has_minutes ? 2 : 0);
    ahead = hours * hour + minutes * minute;
    if (behind) ahead = -ahead;
    return true;
}

}  // namespace

bool IsoTimeReader::read_day(char const* text) {
    if (std::memcmp(text, day_text_, sizeof day_text_) == 0) return true;
    bool bad = text[4] != '-' || text[7] != '-';
    auto const year = two(text, bad) * 100 + two(text + 2, bad);
    auto const month = two(text + 5, bad), day_of_month = two(text + 8, bad);
    if (bad || year < 1000 || month < 1 || month > 12 || day_of_month < 1 || day_of_month > days_of(year, month))
        return false;
    day_ = day_number(year, month, day_of_month) * day;
    std::memcpy(day_text_, text, sizeof day_text_);
    return true;
}

bool IsoTimeReader::read(char const*& text, std::int64_t& microseconds) {
    if (!read_day(text)) return false;
    bool bad = (text[10] != 'T' && text[10] != 't') || text[13] != ':';
    bool const has_seconds = text[16] == ':';
    auto const hours = two(text + 11, bad), minutes = two(text + 14, bad),
               seconds = has_seconds ? two(text + 17, bad) : 0;
    if (bad || hours > 23 || minutes > 59 || seconds > 59) return false;
    auto at = day_ + hours * hour + minutes * minute + seconds * second;
    auto const* rest = text + (has_seconds ? 19 : 16);
    if (has_seconds && *rest == '.' && !read_fraction(rest, at)) return false;
    std::int64_t ahead = 0;
    if (!read_zone(rest, ahead)) return false;
    text = rest;
    microseconds = at - ahead;
    return true;
}

std::optional<base::Instant> parse_iso_instant(std::string_view text) {
    if (text.size() > room) return std::nullopt;
    std::array<char, 2 * room> padded{};
    std::copy(text.begin(), text.end(), padded.begin());
    char const* place = padded.data();
    std::int64_t microseconds = 0;
    if (!IsoTimeReader().read(place, microseconds) || place != padded.data() + text.size()) return std::nullopt;
    return base::Instant{microseconds};
}

TimeBounds TimeBounds::at(base::Instant now) {
    return {base::start_of(base::Day::of(1600, 1, 1)), now.plus_seconds(366 * 86'400LL)};
}

}  // namespace kunyu::sensorthings
