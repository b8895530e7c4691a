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

constexpr base::Instant plausible_from{0};
constexpr base::Instant plausible_to{4'102'444'800'000'000};  ///< 2100-01-01

bool names_time(std::string_view name) {
    auto const folded = base::fold(name);
    for (auto const* const word : {"time", "date", "时间", "日期", "时刻"})
        if (folded.find(word) != std::string::npos) return true;
    return false;
}

/// Whether all cells are times of the format; `before` is put before each.
bool reads_all(TimeFormat const& format, std::vector<std::string> const& cells, std::string const& before = {}) {
    return !cells.empty() && std::all_of(cells.begin(), cells.end(), [&](std::string const& cell) {
        auto const time = format.read(before + cell, ZoneOffset());
        return time && *time >= base::Instant{-2'208'988'800'000'000} && *time < plausible_to;
    });
}

template <typename Formats>
std::optional<TimeFormat> first_that_reads(Formats const& formats, std::vector<std::string> const& cells) {
    for (auto const text : formats)
        if (auto format = TimeFormat::parse(text).value(); reads_all(format, cells)) return format;
    return std::nullopt;
}

/// Ten or thirteen digits in this century or the last thirty years of the one before.
std::optional<TimeFormat> epoch_format(std::vector<std::string> const& cells) {
    for (auto const& [text, digits] : std::initializer_list<std::pair<std::string_view, std::size_t>>{
             {"epoch_seconds", 10}, {"epoch_milliseconds", 13}}) {
        auto format = TimeFormat::parse(text).value();
        bool const all = std::all_of(cells.begin(), cells.end(), [&, width = digits](std::string const& cell) {
            auto const time = format.read(cell, ZoneOffset());
            return cell.find_first_not_of("0123456789") >= width && cell.size() >= width && time &&
                   *time >= plausible_from && *time < plausible_to;
        });
        if (all && !cells.empty()) return format;
    }
    return std::nullopt;
}

struct Found {
    TimeFormat format;
    bool ambiguous = false;
};

std::optional<Found> date_format(std::vector<std::string> const& cells) {
    if (auto format = first_that_reads(date_formats, cells)) return Found{std::move(*format), false};
    auto month_first = first_that_reads(month_first_formats, cells);
    auto day_first = first_that_reads(day_first_formats, cells);
    bool const ambiguous = month_first && day_first;
    if (day_first) return Found{std::move(*day_first), ambiguous};
    if (month_first) return Found{std::move(*month_first), false};
    return std::nullopt;
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
            if (i == days || !reads_all(format, sample.columns[i], "2000-1-1 ")) continue;
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
        if (!found)
            if (auto format = epoch_format(sample.columns[i])) found = Found{std::move(*format), false};
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
