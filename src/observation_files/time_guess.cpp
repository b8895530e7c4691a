#include "observation_files/time_guess.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>

namespace kunyu::observation_files {
namespace {

/// Those with a time of day before those without; unambiguous ones before others.
constexpr std::array<std::string_view, 17> date_formats = {
    "iso",           "YYYY/M/D H:mm:ss",  "YYYY/M/D H:mm",      "YYYY-M-D H:mm:ss", "YYYY-M-D H:mm", "YYYY.M.D H:mm:ss",
    "YYYY.M.D H:mm", "YYYY年M月D日 H:mm", "YYYY年M月D日H时m分", "YYYYMMDDHHmmss",   "YYYYMMDDHHmm",  "YYYY年M月D日H时",
    "YYYY年M月D日",  "YYYY/M/D",          "YYYY-M-D",           "YYYY.M.D",         "YYYYMMDD"};
constexpr std::array<std::string_view, 6> day_first_formats = {"D/M/YYYY H:mm:ss", "D/M/YYYY H:mm", "D/M/YYYY",
                                                               "D.M.YYYY H:mm:ss", "D.M.YYYY H:mm", "D.M.YYYY"};
constexpr std::array<std::string_view, 3> month_first_formats = {"M/D/YYYY H:mm:ss", "M/D/YYYY H:mm", "M/D/YYYY"};
constexpr std::array<std::string_view, 2> time_formats = {"H:mm:ss", "H:mm"};

constexpr base::Instant plausible_from{-2'208'988'800'000'000};  ///< 1900-01-01
constexpr base::Instant plausible_to{4'102'444'800'000'000};     ///< 2100-01-01

bool names_time(std::string_view name) {
    auto const folded = base::fold(name);
    for (auto const* const word : {"time", "date", "时间", "日期", "时刻"})
        if (folded.find(word) != std::string::npos) return true;
    return false;
}

/// How many cells are times of the format; `before` is put before each.
std::size_t count_read(TimeFormat const& format, std::vector<std::string> const& cells,
                       std::string const& before = {}) {
    return static_cast<std::size_t>(std::count_if(cells.begin(), cells.end(), [&](std::string const& cell) {
        auto const time = format.read(before + cell, ZoneOffset());
        return time && *time >= plausible_from && *time < plausible_to;
    }));
}

struct Found {
    TimeFormat format;
    std::size_t count = 0;
    bool ambiguous = false;
};

/// The format that reads most cells, the first of equals; nothing when that is not most of the column.
template <typename Formats>
std::optional<Found> best_of(Formats const& formats, std::vector<std::string> const& cells) {
    std::optional<Found> best;
    for (auto const text : formats) {
        auto format = TimeFormat::parse(text).value();
        auto const count = count_read(format, cells);
        if (is_most(count, cells.size()) && (!best || count > best->count))
            best = Found{std::move(format), count, false};
    }
    return best;
}

/// Ten or thirteen digits, from 1970 to 2100.
std::optional<Found> epoch_format(std::vector<std::string> const& cells) {
    for (auto const& [text, digits] : std::initializer_list<std::pair<std::string_view, std::size_t>>{
             {"epoch_seconds", 10}, {"epoch_milliseconds", 13}}) {
        auto format = TimeFormat::parse(text).value();
        auto const count = std::count_if(cells.begin(), cells.end(), [&, width = digits](std::string const& cell) {
            auto const time = format.read(cell, ZoneOffset());
            bool const long_enough = cell.size() >= width && cell.find_first_not_of("0123456789") >= width;
            return long_enough && time && *time >= base::Instant{0} && *time < plausible_to;
        });
        auto const read = static_cast<std::size_t>(count);
        if (is_most(read, cells.size())) return Found{std::move(format), read, false};
    }
    return std::nullopt;
}

std::optional<Found> date_format(std::vector<std::string> const& cells) {
    if (auto found = best_of(date_formats, cells)) return found;
    auto month_first = best_of(month_first_formats, cells);
    auto day_first = best_of(day_first_formats, cells);
    if (!day_first || (month_first && month_first->count > day_first->count)) return month_first;
    day_first->ambiguous = month_first && month_first->count == day_first->count;
    return day_first;
}

bool lacks_time_of_day(TimeFormat const& format, std::vector<std::string> const& cells) {
    return !format.has_time_of_day() ||
           std::all_of(cells.begin(), cells.end(), [](std::string const& cell) { return cell.size() <= 10; });
}

/// The column with the time of day that goes with a column of days.
void add_time_of_day(CsvSample const& sample, TimeGuess& guess) {
    auto const days = guess.columns.front();
    if (!lacks_time_of_day(guess.format, sample.columns[days])) return;
    for (std::size_t i = 0; i < sample.columns.size(); ++i)
        for (auto const text : time_formats) {
            auto const format = TimeFormat::parse("YYYY-M-D " + std::string(text)).value();
            auto const count = count_read(format, sample.columns[i], "2000-1-1 ");
            if (i == days || !is_most(count, sample.rows)) continue;
            auto const date = guess.format.text() == "iso" ? std::string("YYYY-M-D") : guess.format.text();
            guess.columns.push_back(i);
            guess.format = TimeFormat::parse(date + " " + std::string(text)).value();
            return;
        }
}

}  // namespace

bool holds_times(std::vector<std::string> const& cells) {
    return date_format(cells) || epoch_format(cells);
}

std::optional<TimeGuess> guess_time(CsvSample const& sample) {
    std::optional<TimeGuess> guess;
    int best = 0;
    for (std::size_t i = 0; i < sample.columns.size(); ++i) {
        auto found = date_format(sample.columns[i]);
        bool const is_date = found.has_value();
        if (!found) found = epoch_format(sample.columns[i]);
        if (!found) continue;
        int const rank = 1 + (is_date ? 1 : 0) + (names_time(sample.names[i]) ? 2 : 0);
        if (rank <= best) continue;
        best = rank;
        guess = TimeGuess{{i}, std::move(found->format), found->ambiguous};
    }
    if (guess) add_time_of_day(sample, *guess);
    return guess;
}

}  // namespace kunyu::observation_files
