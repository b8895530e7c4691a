#include "quality/qartod_rows.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <stdexcept>

namespace kunyu::quality {
namespace {

constexpr std::int64_t second = 1'000'000;
constexpr double earth_radius = 6'371'008.8;  // metres; the mean radius of the IUGG

template <typename T>
std::span<T const> slice_column(std::span<T const> column, std::size_t begin, std::size_t end) {
    return column.empty() ? column : column.subspan(begin, end - begin);
}

ResultKind kind_of(Rows const& rows, std::size_t row) {
    if (!rows.kinds.empty()) return rows.kinds[row];
    if (std::isnan(rows.values[row])) return ResultKind::none;
    return std::isinf(rows.values[row]) ? ResultKind::other : ResultKind::number;
}

Flag flag_outside(double value, std::optional<Range> const& suspect, std::optional<Range> const& fail) {
    if (std::isnan(value)) return Flag::missing;
    if (fail && !fail->contains(value)) return Flag::bad;
    return suspect && !suspect->contains(value) ? Flag::suspect : Flag::good;
}

/// A number of the calendar's day: 1 to 12, 1 to 4, 1 to 366.
int place_of(Period period, base::Day day) {
    int const month = day.month();
    switch (period) {
        case Period::month:
            return month;
        case Period::season:
            return (month + 9) % 12 / 3 + 1;
        case Period::day_of_year:
            break;
    }
    return day.number - base::Day::of(day.year(), 1, 1).number + 1;
}

bool holds(ClimatologyWindow const& window, base::Day day, double depth) {
    if (window.depth && !window.depth->contains(depth)) return false;
    int const place = place_of(window.period, day);
    if (window.from <= window.to) return place >= window.from && place <= window.to;
    return place >= window.from || place <= window.to;
}

ClimatologyWindow const* window_for(Climatology const& rule, base::Day day, double depth) {
    for (auto window = rule.windows.rbegin(); window != rule.windows.rend(); ++window)
        if (holds(*window, day, depth)) return &*window;
    return nullptr;
}

/// Metres on the sphere, by the haversine.
double distance(double longitude_a, double latitude_a, double longitude_b, double latitude_b) {
    constexpr double degree = std::numbers::pi / 180;
    double const across = std::sin((latitude_b - latitude_a) * degree / 2);
    double const along = std::sin((longitude_b - longitude_a) * degree / 2);
    double const chord =
        across * across + std::cos(latitude_a * degree) * std::cos(latitude_b * degree) * along * along;
    return 2 * earth_radius * std::asin(std::min(1.0, std::sqrt(chord)));
}

bool has_position(Rows const& rows, std::size_t row) {
    return std::isfinite(rows.longitudes[row]) && std::isfinite(rows.latitudes[row]);
}

bool jumped(LocationRule const& rule, Rows const& rows, std::size_t row) {
    if (!rule.longest_step || row == 0 || !has_position(rows, row - 1)) return false;
    return distance(rows.longitudes[row - 1], rows.latitudes[row - 1], rows.longitudes[row], rows.latitudes[row]) >
           *rule.longest_step;
}

Flag location_flag(LocationRule const& rule, Rows const& rows, std::size_t row) {
    double const longitude = rows.longitudes[row], latitude = rows.latitudes[row];
    if (std::isnan(longitude) && std::isnan(latitude)) return Flag::missing;
    if (!has_position(rows, row)) return Flag::bad;
    bool const inside =
        Range{rule.west, rule.east}.contains(longitude) && Range{rule.south, rule.north}.contains(latitude);
    if (!inside) return Flag::bad;
    return jumped(rule, rows, row) ? Flag::suspect : Flag::good;
}

/// By how long after the time it came in.
Flag lateness_flag(TimeGap const& rule, std::int64_t late) {
    if (!rule.seconds_ahead && !rule.suspect_seconds_late && !rule.fail_seconds_late) return Flag::not_evaluated;
    if (rule.seconds_ahead && -late > *rule.seconds_ahead * second) return Flag::bad;
    if (rule.fail_seconds_late && late > *rule.fail_seconds_late * second) return Flag::bad;
    return rule.suspect_seconds_late && late > *rule.suspect_seconds_late * second ? Flag::suspect : Flag::good;
}

Flag step_flag(TimeGap const& rule, GapRule const& gaps, std::int64_t from, std::int64_t to) {
    auto const between = gaps.cadences_between(from, to);
    if (!between || (!rule.suspect_cadences && !rule.fail_cadences)) return Flag::not_evaluated;
    if (rule.fail_cadences && *between > *rule.fail_cadences) return Flag::bad;
    return rule.suspect_cadences && *between > *rule.suspect_cadences ? Flag::suspect : Flag::good;
}

}  // namespace

Rows Rows::slice(std::size_t begin, std::size_t end) const {
    return {slice_column(times, begin, end),    slice_column(values, begin, end), slice_column(received, begin, end),
            slice_column(kinds, begin, end),    slice_column(depths, begin, end), slice_column(longitudes, begin, end),
            slice_column(latitudes, begin, end)};
}

void Rows::check() const {
    auto const fits = [&](std::size_t length) { return length == 0 || length == size(); };
    if (values.size() != size() || !fits(received.size()) || !fits(kinds.size()) || !fits(depths.size()) ||
        !fits(longitudes.size()) || longitudes.size() != latitudes.size())
        throw std::invalid_argument("Rows: the columns differ in length");
}

std::vector<Flag> test_syntax(Rows const& rows) {
    std::vector<Flag> flags(rows.size(), Flag::good);
    for (std::size_t i = 0; i < flags.size(); ++i) {
        auto const kind = kind_of(rows, i);
        if (kind == ResultKind::none) flags[i] = Flag::missing;
        if (kind == ResultKind::other) flags[i] = Flag::bad;
    }
    return flags;
}

std::vector<Flag> test_time_gap(TimeGap const& rule, Rows const& rows, GapRule const& gaps) {
    std::vector<Flag> flags(rows.size(), Flag::not_evaluated);
    for (std::size_t i = 0; i < flags.size(); ++i) {
        if (!rows.received.empty()) flags[i] = lateness_flag(rule, rows.received[i] - rows.times[i]);
        if (i > 0) flags[i] = worse(flags[i], step_flag(rule, gaps, rows.times[i - 1], rows.times[i]));
    }
    return flags;
}

Flag arrival_flag(TimeGap const& rule, GapRule const& gaps, base::Instant newest, base::Instant now) {
    return step_flag(rule, gaps, newest.microseconds, now.microseconds);
}

std::vector<Flag> test_location(LocationRule const& rule, Rows const& rows) {
    std::vector<Flag> flags(rows.size(), Flag::missing);
    if (rows.longitudes.empty()) return flags;
    for (std::size_t i = 0; i < flags.size(); ++i) flags[i] = location_flag(rule, rows, i);
    return flags;
}

std::vector<Flag> test_gross_range(GrossRange const& rule, Rows const& rows) {
    std::vector<Flag> flags;
    for (double const value : rows.values) flags.push_back(flag_outside(value, rule.suspect, rule.fail));
    return flags;
}

std::vector<Flag> test_climatology(Climatology const& rule, Rows const& rows) {
    std::vector<Flag> flags(rows.size(), Flag::not_evaluated);
    for (std::size_t i = 0; i < flags.size(); ++i) {
        double const depth = rows.depths.empty() ? std::nan("") : rows.depths[i];
        auto const* window = window_for(rule, base::day_of({rows.times[i]}), depth);
        if (window || std::isnan(rows.values[i]))
            flags[i] = window ? flag_outside(rows.values[i], window->suspect, window->fail) : Flag::missing;
    }
    return flags;
}

}  // namespace kunyu::quality
