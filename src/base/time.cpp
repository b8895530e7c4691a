#include "base/time.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>

namespace kunyu::base {
namespace {

namespace chrono = std::chrono;

constexpr std::int64_t microseconds_per_day = 86'400'000'000;
constexpr std::int64_t shanghai_offset = 8 * 3'600'000'000LL;

std::int64_t floor_divide(std::int64_t value, std::int64_t divisor) {
    return value / divisor - (value % divisor < 0 ? 1 : 0);
}

chrono::year_month_day civil(Day day) {
    return chrono::sys_days{chrono::days{day.number}};
}

Day from_civil(chrono::year_month_day date) {
    return {static_cast<std::int32_t>(chrono::sys_days{date}.time_since_epoch().count())};
}

/// `value` as `count` decimal digits from `at` on.
void put_digits(std::string& text, std::size_t at, std::size_t count, std::int64_t value) {
    for (auto place = at + count; place-- > at; value /= 10) text[place] = static_cast<char>('0' + value % 10);
}

/// `text`, which begins with "0000-00-00", with the day in place of that. By hand, since a reply may hold tens of
/// thousands.
std::string with_day(std::string text, Day day) {
    auto const date = civil(day);
    auto const year = static_cast<int>(date.year());
    put_digits(text, 5, 2, static_cast<unsigned>(date.month()));
    put_digits(text, 8, 2, static_cast<unsigned>(date.day()));
    if (year < 0 || year > 9999) return text.replace(0, 4, fmt::format("{:04}", year));
    put_digits(text, 0, 4, year);
    return text;
}

/// Exactly `text.size()` decimal digits.
std::optional<int> digits(std::string_view text) {
    int value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    bool const all_digits = std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!all_digits || text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

/// Microseconds of "HH:MM:SS" with an optional fraction; `rest` is what follows.
std::optional<std::int64_t> parse_time_of_day(std::string_view text, std::string_view& rest) {
    if (text.size() < 8 || text[2] != ':' || text[5] != ':') return std::nullopt;
    auto const hour = digits(text.substr(0, 2)), minute = digits(text.substr(3, 2)), second = digits(text.substr(6, 2));
    if (!hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
    std::int64_t value = ((*hour * 60LL + *minute) * 60 + *second) * 1'000'000;
    rest = text.substr(8);
    if (!rest.empty() && rest[0] == '.') {
        std::size_t const end = std::min(rest.find_first_not_of("0123456789", 1), rest.size());
        if (end == 1 || end > 10) return std::nullopt;
        std::string fraction(rest.substr(1, end - 1));
        fraction.resize(6, '0');
        value += digits(fraction).value_or(0);
        rest = rest.substr(end);
    }
    return value;
}

std::optional<std::int64_t> parse_offset(std::string_view text) {
    if (text == "Z" || text == "z") return 0;
    if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') return std::nullopt;
    auto const hours = digits(text.substr(1, 2)), minutes = digits(text.substr(4, 2));
    if (!hours || !minutes || *hours > 23 || *minutes > 59) return std::nullopt;
    std::int64_t const offset = (*hours * 60LL + *minutes) * 60'000'000;
    return text[0] == '-' ? -offset : offset;
}

}  // namespace

Day Day::of(int year, int month, int day) {
    return from_civil(chrono::year{year} / chrono::month{static_cast<unsigned>(month)} /
                      chrono::day{static_cast<unsigned>(day)});
}

int Day::year() const {
    return static_cast<int>(civil(*this).year());
}
int Day::month() const {
    return static_cast<int>(static_cast<unsigned>(civil(*this).month()));
}
int Day::day_of_month() const {
    return static_cast<int>(static_cast<unsigned>(civil(*this).day()));
}

Day Day::plus_months(int months) const {
    auto date = civil(*this) + chrono::months{months};
    if (!date.ok()) date = date.year() / date.month() / chrono::last;
    return from_civil(date);
}

int weekday(Day day) {
    // 1970-01-01 was a Thursday.
    return static_cast<int>((day.number % 7 + 7 + 3) % 7);
}

Day day_of(Instant instant) {
    return {static_cast<std::int32_t>(floor_divide(instant.microseconds + shanghai_offset, microseconds_per_day))};
}

Instant start_of(Day day) {
    return {day.number * microseconds_per_day - shanghai_offset};
}

std::optional<Day> parse_day(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    auto const year = digits(text.substr(0, 4)), month = digits(text.substr(5, 2)), day = digits(text.substr(8, 2));
    if (!year || !month || !day || *year < 1000) return std::nullopt;
    chrono::year_month_day const date{chrono::year{*year}, chrono::month{static_cast<unsigned>(*month)},
                                      chrono::day{static_cast<unsigned>(*day)}};
    if (!date.ok()) return std::nullopt;
    return from_civil(date);
}

std::string to_string(Day day) {
    return with_day("0000-00-00", day);
}

std::string to_string(Instant instant) {
    std::int64_t const days = floor_divide(instant.microseconds, microseconds_per_day);
    std::int64_t const within = instant.microseconds - days * microseconds_per_day;
    std::int64_t const seconds = within / 1'000'000;
    auto out = with_day("0000-00-00T00:00:00.000000Z", Day{static_cast<std::int32_t>(days)});
    auto const end = out.size();
    put_digits(out, end - 16, 2, seconds / 3600);
    put_digits(out, end - 13, 2, seconds / 60 % 60);
    put_digits(out, end - 10, 2, seconds % 60);
    put_digits(out, end - 7, 6, within % 1'000'000);
    return out;
}

std::optional<Instant> parse_instant(std::string_view text) {
    if (text.size() < 20 || (text[10] != 'T' && text[10] != 't')) return std::nullopt;
    auto const day = parse_day(text.substr(0, 10));
    std::string_view rest;
    auto const time = parse_time_of_day(text.substr(11), rest);
    if (!day || !time) return std::nullopt;
    auto const offset = parse_offset(rest);
    if (!offset) return std::nullopt;
    return Instant{day->number * microseconds_per_day + *time - *offset};
}

Instant SystemClock::now() const {
    return {chrono::duration_cast<chrono::microseconds>(chrono::system_clock::now().time_since_epoch()).count()};
}

ShiftedClock::ShiftedClock(Instant start) : shift_(start.microseconds - SystemClock{}.now().microseconds) {}

Instant ShiftedClock::now() const {
    return {SystemClock{}.now().microseconds + shift_};
}

}  // namespace kunyu::base
