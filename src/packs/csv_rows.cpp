#include "packs/csv_rows.hpp"

#include "base/csv.hpp"
#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace kunyu::packs {

CsvRow::CsvRow(std::string_view file, std::size_t number, std::vector<std::string> const& columns,
               std::vector<std::string> const& cells, Faults& faults)
    : file_(file), number_(number), columns_(columns), cells_(cells), faults_(faults) {}

std::string_view CsvRow::cell(std::string_view column) const {
    auto const found = std::find(columns_.begin(), columns_.end(), column);
    return cells_.at(static_cast<std::size_t>(found - columns_.begin()));
}

void CsvRow::fault(std::string_view column, std::string code, base::Params params) {
    faults_.add(file_, cell_place(number_, column), std::move(code), cell(column), std::move(params));
}

std::optional<std::string> CsvRow::optional_text(std::string_view column) {
    auto const raw = cell(column);
    if (raw.empty()) return std::nullopt;
    auto text = base::normalise(raw);
    if (!text) {
        fault(column, "base.control_characters");
        return std::nullopt;
    }
    if (base::count_characters(*text) > 2000) fault(column, "base.too_long", {{"max", "2000"}, {"length", "2001+"}});
    return text->empty() ? std::nullopt : text;
}

std::string CsvRow::text(std::string_view column) {
    auto text = optional_text(column);
    if (!text) fault(column, "base.required");
    return text.value_or("");
}

std::optional<std::string> CsvRow::optional_choice(std::string_view column, std::vector<std::string> const& words) {
    auto text = optional_text(column);
    if (text && std::find(words.begin(), words.end(), *text) == words.end())
        fault(column, "base.not_a_choice", {{"choices", fmt::format("{}", fmt::join(words, ", "))}});
    return text;
}

std::string CsvRow::choice(std::string_view column, std::vector<std::string> const& words) {
    auto word = optional_choice(column, words);
    if (!word) fault(column, "base.required");
    return word.value_or("");
}

bool CsvRow::yes(std::string_view column) {
    return optional_choice(column, {"yes"}).has_value();
}

std::int64_t CsvRow::integer(std::string_view column, std::int64_t min, std::int64_t max) {
    auto const text = cell(column);
    std::int64_t value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    bool const whole = error == std::errc() && end == text.data() + text.size();
    if (whole && value >= min && value <= max) return value;
    fault(column, "base.out_of_range", {{"min", std::to_string(min)}, {"max", std::to_string(max)}});
    return min;
}

std::optional<base::Day> CsvRow::optional_day(std::string_view column) {
    auto const text = cell(column);
    if (text.empty()) return std::nullopt;
    auto const day = base::parse_day(text);
    if (!day) fault(column, "base.not_a_day");
    return day;
}

base::Day CsvRow::day(std::string_view column) {
    if (cell(column).empty()) fault(column, "base.required");
    return optional_day(column).value_or(base::Day{});
}

std::optional<double> CsvRow::optional_degrees(std::string_view column, double limit) {
    auto const text = cell(column);
    if (text.empty()) return std::nullopt;
    double value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
    bool const whole = error == std::errc() && end == text.data() + text.size();
    if (whole && value >= -limit && value <= limit) return value;
    fault(column, "base.out_of_range", {{"min", fmt::to_string(-limit)}, {"max", fmt::to_string(limit)}});
    return std::nullopt;
}

std::vector<std::string> CsvRow::ids(std::string_view column) {
    auto const text = optional_text(column);
    if (!text) return {};
    auto ids = base::split(*text, ';');
    for (std::size_t i = 0; i < ids.size(); ++i) {
        if (ids[i].empty()) fault(column, "packs.not_an_id");
        if (std::find(ids.begin(), ids.begin() + static_cast<std::ptrdiff_t>(i), ids[i]) !=
            ids.begin() + static_cast<std::ptrdiff_t>(i))
            fault(column, "packs.repeated");
    }
    return ids;
}

void read_csv_file(std::string_view file, std::string_view bytes, std::vector<std::string> const& columns,
                   Faults& faults, std::function<void(CsvRow&)> const& read) {
    auto const records = base::parse_csv(bytes);
    if (records.has_error()) return faults.add(file, records.error());
    if (records->empty() || records->front().cells != columns)
        return faults.add(file, "row=1", "packs.wrong_header", "",
                          {{"columns", fmt::format("{}", fmt::join(columns, ","))}});
    for (std::size_t i = 1; i < records->size(); ++i) {
        auto const& record = (*records)[i];
        if (record.cells.size() != columns.size()) {
            faults.add(file, fmt::format("row={}", i + 1), "packs.wrong_width", "",
                       {{"expected", std::to_string(columns.size())}, {"found", std::to_string(record.cells.size())}});
            continue;
        }
        CsvRow row(file, i + 1, columns, record.cells, faults);
        read(row);
    }
}

}  // namespace kunyu::packs
