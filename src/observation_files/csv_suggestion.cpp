#include "observation_files/csv_suggestion.hpp"

#include "base/text.hpp"
#include "observation_files/csv_sample.hpp"
#include "observation_files/monitoring_codes.hpp"
#include "observation_files/number_text.hpp"
#include "observation_files/quality.hpp"
#include "observation_files/time_guess.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

namespace kunyu::observation_files {
namespace {

using Cells = std::vector<std::string>;

constexpr std::size_t most_codes = 500;
constexpr std::size_t examples_shown = 3;
constexpr std::size_t rows_for_a_line = 5;
/// What stands for a missing value besides the defaults, where the sample has it.
constexpr std::array<std::string_view, 11> other_missing = {"/",   "-",    "--",    "*",     "缺测",  "无",
                                                            "N/A", "#N/A", "-9999", "-6999", "-99999"};

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
    auto const folded = base::fold(base::trim(name));
    return std::find(names.begin(), names.end(), folded) != names.end();
}

bool names_a_part_of_time(std::string_view name) {
    return is_one_of(name,
                     {"year",      "month",        "day",    "days",   "hour",   "minute", "second", "doy",  "yday",
                      "dayofyear", "day_fraction", "julian", "record", "recnbr", "recno",  "index",  "no",   "no.",
                      "id",        "年",           "月",     "日",     "时",     "分",     "秒",     "序号", "编号"});
}

bool names_quality(std::string_view name) {
    auto const folded = base::fold(name);
    for (auto const* const word : {"quality", "flag", "qc", "质量", "标志"})
        if (folded.find(word) != std::string::npos) return true;
    return false;
}

bool is_missing_text(std::string_view cell) {
    auto const defaults = CsvMapping().missing;
    return std::find(defaults.begin(), defaults.end(), cell) != defaults.end() ||
           std::find(other_missing.begin(), other_missing.end(), cell) != other_missing.end();
}

/// Numbers of a column, NaN for what is none; nothing unless most of what is not missing are numbers.
std::optional<std::vector<double>> numbers_of(Cells const& cells, bool decimal_comma) {
    std::vector<double> numbers;
    std::size_t read = 0, missing = 0;
    for (auto const& cell : cells) {
        double value = 0;
        bool const is_number = read_number(cell, decimal_comma, value) == NumberRead::number;
        if (is_number) ++read;
        if (!is_number && is_missing_text(cell)) ++missing;
        numbers.push_back(is_number ? value : std::nan(""));
    }
    return is_most(read, cells.size() - missing) ? std::optional(std::move(numbers)) : std::nullopt;
}

bool all_alike(Cells const& cells) {
    return std::all_of(cells.begin(), cells.end(), [&](std::string const& cell) { return cell == cells.front(); });
}

/// On a straight line over the time: a counter, not a measurement. Each pair is a time in seconds and a value.
bool is_line(std::vector<std::pair<double, double>> const& pairs) {
    if (pairs.size() < rows_for_a_line || pairs.back().first == pairs.front().first) return false;
    auto const rise = pairs.back().second - pairs.front().second;
    auto const run = pairs.back().first - pairs.front().first;
    return rise != 0 && std::all_of(pairs.begin(), pairs.end(), [&](auto const& pair) {
               auto const expected = pairs.front().second + rise * (pair.first - pairs.front().first) / run;
               return std::abs(pair.second - expected) <= 1e-6 * std::abs(rise);
           });
}

/// Makes the suggestion column by column. Lives for one sample.
class Guesser {
  public:
    Guesser(CsvSample const& sample, TimeGuess time) : sample_(sample), time_(std::move(time)) {}

    base::Result<CsvSuggestion> guess() {
        take_shape();
        read_times();
        for (std::size_t i = 0; i < sample_.columns.size(); ++i) take_column(i);
        choose_code();
        add_values();
        add_missing();
        if (suggestion_.mapping.values.empty()) return base::refuse("observation_files.nothing_recognised");
        return std::move(suggestion_);
    }

  private:
    Cells const& cells(std::size_t i) const { return sample_.columns[i]; }
    std::string const& name(std::size_t i) const { return sample_.names[i]; }
    ColumnRole& role(std::size_t i) { return suggestion_.columns[i].role; }

    void take_shape() {
        auto& mapping = suggestion_.mapping;
        mapping.encoding = sample_.dialect.encoding;
        constexpr std::string_view characters = ",,;\t|";  // in the order of CsvDelimiter
        mapping.delimiter = static_cast<CsvDelimiter>(characters.rfind(sample_.dialect.shape.delimiter));
        mapping.skip_lines = sample_.skip_lines;
        mapping.header = sample_.header;
        mapping.skip_after_header = sample_.skip_after_header;
        mapping.decimal_comma = uses_decimal_comma();
        for (auto const column : time_.columns) mapping.time.columns.push_back(name(column));
        mapping.time.format = time_.format;
        suggestion_.ambiguous_date = time_.ambiguous;
    }

    /// Some column reads with the comma and not with the point.
    bool uses_decimal_comma() const {
        if (sample_.dialect.shape.delimiter == ',') return false;
        return std::any_of(sample_.columns.begin(), sample_.columns.end(),
                           [](Cells const& column) { return !numbers_of(column, false) && numbers_of(column, true); });
    }

    void read_times() {
        for (std::size_t row = 0; row < sample_.rows; ++row) {
            std::string text;
            for (auto const column : time_.columns) text += (text.empty() ? "" : " ") + cells(column)[row];
            auto const time = time_.format.read(text, ZoneOffset());
            seconds_.push_back(time ? static_cast<double>(time->microseconds) / 1e6 : std::nan(""));
        }
    }

    void take_column(std::size_t i) {
        ColumnGuess guess{name(i), role_of(i), {}};
        for (std::size_t row = 0; row < std::min(examples_shown, sample_.rows); ++row)
            guess.examples.push_back(cells(i)[row]);
        suggestion_.columns.push_back(std::move(guess));
    }

    ColumnRole role_of(std::size_t i) const {
        bool const is_time = std::find(time_.columns.begin(), time_.columns.end(), i) != time_.columns.end();
        if (is_time) return ColumnRole::time;
        bool const is_empty = std::all_of(cells(i).begin(), cells(i).end(), is_missing_text);
        if (is_empty) return ColumnRole::empty;
        if (names_a_part_of_time(name(i)) || holds_times(cells(i))) return ColumnRole::derived;
        auto const numbers = numbers_of(cells(i), suggestion_.mapping.decimal_comma);
        if (!numbers) return ColumnRole::text;
        if (names_quality(name(i)) && holds_flags(*numbers)) return ColumnRole::quality;
        if (runs_with_time(*numbers)) return ColumnRole::derived;
        return sample_.rows > 1 && all_alike(cells(i)) ? ColumnRole::constant : ColumnRole::value;
    }

    static bool holds_flags(std::vector<double> const& numbers) {
        return std::all_of(numbers.begin(), numbers.end(), [](double number) {
            return std::isnan(number) || (number >= 0 && number < 10 && is_quality(std::lround(number)));
        });
    }

    bool runs_with_time(std::vector<double> const& numbers) const {
        std::vector<std::pair<double, double>> pairs;
        for (std::size_t row = 0; row < numbers.size(); ++row)
            if (!std::isnan(numbers[row]) && !std::isnan(seconds_[row]))
                pairs.emplace_back(seconds_[row], numbers[row]);
        return is_line(pairs);
    }

    /// Codes of devices before any other text that changes from line to line.
    void choose_code() {
        auto const is_device = [&](std::size_t i) {
            auto const count = std::count_if(cells(i).begin(), cells(i).end(), [](std::string const& cell) {
                auto const sensor = MonitoringCodes::built_in().find(cell);
                return sensor && sensor->number;
            });
            return is_most(static_cast<std::size_t>(count), sample_.rows);
        };
        std::optional<std::size_t> chosen;
        for (std::size_t i = 0; i < sample_.columns.size() && !chosen; ++i)
            if (role(i) == ColumnRole::text && is_device(i)) chosen = i;
        for (std::size_t i = 0; i < sample_.columns.size() && !chosen; ++i)
            if (role(i) == ColumnRole::text && names_series(cells(i))) chosen = i;
        for (std::size_t i = 0; i < sample_.columns.size(); ++i)
            if (role(i) == ColumnRole::text && all_alike(cells(i)) && i != chosen) role(i) = ColumnRole::constant;
        if (!chosen) return;
        role(*chosen) = ColumnRole::code;
        suggestion_.mapping.code_columns.push_back(name(*chosen));
    }

    /// A few texts, none empty, each on several lines.
    bool names_series(Cells const& column) const {
        std::set<std::string_view> const texts(column.begin(), column.end());
        return texts.size() > 1 && texts.size() <= most_codes && texts.size() * 2 <= sample_.rows &&
               !texts.contains("");
    }

    void add_values() {
        std::vector<std::size_t> values;
        for (std::size_t i = 0; i < sample_.columns.size(); ++i) {
            if (role(i) == ColumnRole::value) values.push_back(i);
            if (role(i) == ColumnRole::quality && !suggestion_.mapping.quality_column)
                suggestion_.mapping.quality_column = name(i);
        }
        if (values.empty()) values = constant_numbers();
        values.resize(std::min(values.size(), most_csv_values));
        bool const one_of_many = !suggestion_.mapping.code_columns.empty() && values.size() == 1;
        for (auto const i : values) {
            CsvValueColumn value;
            value.column = name(i);
            value.stream = one_of_many ? std::string() : name(i);
            suggestion_.mapping.values.push_back(std::move(value));
        }
    }

    /// A dry rain gauge is a gauge: where nothing moves, what stands still is the value.
    std::vector<std::size_t> constant_numbers() {
        std::vector<std::size_t> found;
        for (std::size_t i = 0; i < sample_.columns.size(); ++i) {
            if (role(i) != ColumnRole::constant || !numbers_of(cells(i), suggestion_.mapping.decimal_comma)) continue;
            role(i) = ColumnRole::value;
            found.push_back(i);
        }
        return found;
    }

    void add_missing() {
        auto& missing = suggestion_.mapping.missing;
        for (std::size_t i = 0; i < sample_.columns.size(); ++i)
            for (auto const& cell : cells(i))
                if (role(i) == ColumnRole::value && is_missing_text(cell) &&
                    std::find(missing.begin(), missing.end(), cell) == missing.end())
                    missing.push_back(cell);
    }

    CsvSample const& sample_;
    TimeGuess time_;
    std::vector<double> seconds_;  ///< of the rows; NaN where there is no time
    CsvSuggestion suggestion_;
};

}  // namespace

base::Result<CsvSuggestion> suggest_mapping(std::string_view text) {
    KUNYU_TRY(auto const sample, look_at(text));
    auto time = guess_time(sample);
    if (!time) return base::refuse("observation_files.nothing_recognised");
    return Guesser(sample, std::move(*time)).guess();
}

}  // namespace kunyu::observation_files
