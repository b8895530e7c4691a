#include "observation_files/time_format.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace kunyu::observation_files {
namespace {

constexpr std::int64_t second = 1'000'000;
constexpr std::int64_t minute = 60 * second;
constexpr std::int64_t hour = 60 * minute;
constexpr std::int64_t day = 24 * hour;
constexpr std::int32_t most_offset_minutes = 18 * 60;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// Days since 1970-01-01 in the proleptic Gregorian calendar, or nothing for what is no day of it. The arithmetic is
/// that of years beginning in March, so that the leap day comes last.
std::optional<std::int64_t> days_of(int year, int month, int day_of_month) {
    constexpr std::array<int, 12> lengths = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (month < 1 || month > 12 || day_of_month < 1) return std::nullopt;
    bool const leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    auto const length = lengths[static_cast<std::size_t>(month - 1)] + (leap && month == 2 ? 1 : 0);
    if (day_of_month > length) return std::nullopt;
    int const shifted_year = month <= 2 ? year - 1 : year;
    int const era = (shifted_year >= 0 ? shifted_year : shifted_year - 399) / 400;
    int const year_of_era = shifted_year - era * 400;
    int const day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day_of_month - 1;
    int const day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return std::int64_t{era} * 146'097 + day_of_era - 719'468;
}

/// What a cell said, part by part.
struct Parts {
    int year = 0, month = 1, day_of_month = 1, hours = 0, minutes = 0, seconds = 0;
    std::int64_t fraction = 0;  ///< microseconds
    std::optional<std::int32_t> offset_minutes;
};

std::optional<base::Instant> to_instant(Parts const& parts, ZoneOffset zone) {
    auto const days = days_of(parts.year, parts.month, parts.day_of_month);
    bool const end_of_day = parts.hours == 24 && parts.minutes == 0 && parts.seconds == 0 && parts.fraction == 0;
    if (!days || (parts.hours > 23 && !end_of_day) || parts.minutes > 59 || parts.seconds > 59) return std::nullopt;
    auto const local =
        *days * day + parts.hours * hour + parts.minutes * minute + parts.seconds * second + parts.fraction;
    return base::Instant{local - parts.offset_minutes.value_or(zone.minutes) * minute};
}

/// Takes parts off the front of a cell. Each answers whether it was there.
class Taker {
  public:
    explicit Taker(std::string_view text) : text_(text) {}
    bool at_end() const { return text_.empty(); }
    bool next_is(char c) const { return !text_.empty() && text_.front() == c; }

    bool literal(std::string_view expected) {
        if (!text_.starts_with(expected)) return false;
        text_.remove_prefix(expected.size());
        return true;
    }
    bool one_of(std::string_view characters) {
        if (text_.empty() || characters.find(text_.front()) == std::string_view::npos) return false;
        text_.remove_prefix(1);
        return true;
    }
    bool digits(std::size_t least, std::size_t most, int& value) {
        std::size_t count = 0;
        int read = 0;
        while (count < most && count < text_.size() && is_digit(text_[count]))
            read = read * 10 + (text_[count++] - '0');
        if (count < least) return false;
        text_.remove_prefix(count);
        value = read;
        return true;
    }
    /// One to nine digits after the point, cut to microseconds.
    bool fraction(std::int64_t& microseconds) {
        std::size_t count = 0;
        std::int64_t read = 0;
        for (; count < text_.size() && is_digit(text_[count]); ++count)
            if (count < 6) read = read * 10 + (text_[count] - '0');
        if (count == 0 || count > 9) return false;
        for (auto i = count; i < 6; ++i) read *= 10;
        text_.remove_prefix(count);
        microseconds = read;
        return true;
    }
    /// Z, +08, +08:00 or +0800.
    bool offset(std::optional<std::int32_t>& minutes) {
        if (one_of("Zz")) {
            minutes = 0;
            return true;
        }
        bool const west = next_is('-');
        int hours_off = 0, minutes_off = 0;
        if (!one_of("+-") || !digits(2, 2, hours_off)) return false;
        literal(":");
        if (!at_end() && !digits(2, 2, minutes_off)) return false;
        if (minutes_off > 59 || hours_off * 60 + minutes_off > most_offset_minutes) return false;
        minutes = (west ? -1 : 1) * (hours_off * 60 + minutes_off);
        return true;
    }

  private:
    std::string_view text_;
};

bool take_iso_time(Taker& taker, Parts& parts) {
    if (!taker.digits(2, 2, parts.hours) || !taker.literal(":") || !taker.digits(2, 2, parts.minutes)) return false;
    if (!taker.literal(":")) return true;
    if (!taker.digits(2, 2, parts.seconds)) return false;
    return !taker.one_of(".,") || taker.fraction(parts.fraction);
}

std::optional<base::Instant> read_iso(std::string_view cell, ZoneOffset zone) {
    Taker taker(cell);
    Parts parts;
    if (!taker.digits(4, 4, parts.year) || !taker.literal("-") || !taker.digits(2, 2, parts.month) ||
        !taker.literal("-") || !taker.digits(2, 2, parts.day_of_month))
        return std::nullopt;
    if (!taker.at_end()) {
        if (!taker.one_of("Tt ") || !take_iso_time(taker, parts)) return std::nullopt;
        taker.literal(" ");
        if (!taker.at_end() && !taker.offset(parts.offset_minutes)) return std::nullopt;
    }
    return taker.at_end() ? to_instant(parts, zone) : std::nullopt;
}

/// `unit` microseconds each. Nothing beyond the year 9999.
std::optional<base::Instant> read_epoch(std::string_view cell, std::int64_t unit) {
    constexpr std::int64_t limit = 253'402'300'800 * second;
    bool const negative = cell.starts_with('-');
    if (negative) cell.remove_prefix(1);
    std::int64_t whole = 0;
    auto const* const last = cell.data() + cell.size();
    auto const [end, error] = std::from_chars(cell.data(), last, whole);
    if (error != std::errc{} || whole < 0 || !is_digit(cell.front()) || whole > limit / unit) return std::nullopt;
    std::int64_t fraction = 0;
    Taker rest({end, static_cast<std::size_t>(last - end)});
    if (!rest.at_end() && (!rest.literal(".") || !rest.fraction(fraction) || !rest.at_end())) return std::nullopt;
    auto const value = whole * unit + fraction / (second / unit);
    return base::Instant{negative ? -value : value};
}

}  // namespace

std::optional<ZoneOffset> parse_zone(std::string_view text) {
    Taker taker(text);
    std::optional<std::int32_t> minutes;
    if (!taker.offset(minutes) || !taker.at_end()) return std::nullopt;
    return ZoneOffset{*minutes};
}

std::string to_string(ZoneOffset zone) {
    if (zone.minutes == 0) return "Z";
    auto const distance = std::abs(zone.minutes);
    return fmt::format("{}{:02}:{:02}", zone.minutes < 0 ? '-' : '+', distance / 60, distance % 60);
}

TimeFormat TimeFormat::iso() {
    TimeFormat format;
    format.text_ = "iso";
    return format;
}

base::Result<TimeFormat> TimeFormat::parse(std::string_view text) {
    TimeFormat format;
    format.text_ = text;
    if (text == "iso") return format;
    format.kind_ = text == "epoch_seconds"        ? Kind::epoch_seconds
                   : text == "epoch_milliseconds" ? Kind::epoch_milliseconds
                                                  : Kind::pattern;
    if (format.kind_ != Kind::pattern) return format;
    bool sound = true;
    for (auto rest = text; sound && !rest.empty();) sound = format.add_part(rest);
    if (!sound || !format.is_complete())
        return base::refuse("observation_files.bad_time_format", {{"format", std::string(text)}});
    return format;
}

/// Takes one part off the pattern; false when it says a field twice.
bool TimeFormat::add_part(std::string_view& rest) {
    struct Word {
        std::string_view letters;
        Field field;
        bool padded;
    };
    static constexpr std::array<Word, 15> words = {{{"YYYY", Field::year, true},
                                                    {"YY", Field::short_year, true},
                                                    {"MM", Field::month, true},
                                                    {"M", Field::month, false},
                                                    {"DD", Field::day, true},
                                                    {"D", Field::day, false},
                                                    {"HH", Field::hour, true},
                                                    {"H", Field::hour, false},
                                                    {"mm", Field::minute, true},
                                                    {"m", Field::minute, false},
                                                    {"ss", Field::second, true},
                                                    {"SSS", Field::fraction, false},
                                                    {"s", Field::second, false},
                                                    {"S", Field::fraction, false},
                                                    {"Z", Field::offset, false}}};
    auto const* const word =
        std::find_if(words.begin(), words.end(), [&](Word const& each) { return rest.starts_with(each.letters); });
    if (word == words.end()) {
        if (parts_.empty() || parts_.back().field != Field::literal) parts_.emplace_back();
        parts_.back().literal += rest.front();
        rest.remove_prefix(1);
        return true;
    }
    if (has(word->field)) return false;
    parts_.push_back({word->field, word->padded, {}});
    rest.remove_prefix(word->letters.size());
    return true;
}

bool TimeFormat::has(Field field) const {
    return std::any_of(parts_.begin(), parts_.end(), [&](Part const& part) { return part.field == field; });
}

bool TimeFormat::is_complete() const {
    bool const one_year = has(Field::year) != has(Field::short_year);
    bool const nested = (!has(Field::minute) || has(Field::hour)) && (!has(Field::second) || has(Field::minute)) &&
                        (!has(Field::fraction) || has(Field::second));
    return one_year && has(Field::month) && has(Field::day) && nested;
}

bool TimeFormat::has_time_of_day() const {
    return kind_ != Kind::pattern || has(Field::hour);
}

std::optional<base::Instant> TimeFormat::read(std::string_view cell, ZoneOffset zone) const {
    if (cell.empty()) return std::nullopt;
    switch (kind_) {
        case Kind::iso:
            return read_iso(cell, zone);
        case Kind::epoch_seconds:
            return read_epoch(cell, second);
        case Kind::epoch_milliseconds:
            return read_epoch(cell, 1000);
        case Kind::pattern:
            break;
    }
    return read_pattern(cell, zone);
}

std::optional<base::Instant> TimeFormat::read_pattern(std::string_view cell, ZoneOffset zone) const {
    Taker taker(cell);
    Parts parts;
    auto const take = [&](Part const& part) {
        std::size_t const least = part.padded ? 2 : 1;
        switch (part.field) {
            case Field::literal:
                return taker.literal(part.literal);
            case Field::year:
                return taker.digits(4, 4, parts.year);
            case Field::short_year:
                return taker.digits(2, 2, parts.year);
            case Field::month:
                return taker.digits(least, 2, parts.month);
            case Field::day:
                return taker.digits(least, 2, parts.day_of_month);
            case Field::hour:
                return taker.digits(least, 2, parts.hours);
            case Field::minute:
                return taker.digits(least, 2, parts.minutes);
            case Field::second:
                return taker.digits(least, 2, parts.seconds);
            case Field::fraction:
                return taker.fraction(parts.fraction);
            case Field::offset:
                return taker.offset(parts.offset_minutes);
        }
        return false;
    };
    for (std::size_t i = 0; i < parts_.size(); ++i) {
        if (!take(parts_[i])) return std::nullopt;
        if (parts_[i].field == Field::short_year) parts.year += 2000;
        bool const may_follow = parts_[i].field == Field::second && taker.next_is('.') &&
                                (i + 1 == parts_.size() || !parts_[i + 1].literal.starts_with('.'));
        if (may_follow && (!taker.literal(".") || !taker.fraction(parts.fraction))) return std::nullopt;
    }
    return taker.at_end() ? to_instant(parts, zone) : std::nullopt;
}

}  // namespace kunyu::observation_files
