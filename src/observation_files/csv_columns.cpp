#include "observation_files/csv_columns.hpp"

#include "base/text.hpp"
#include "observation_files/cell_text.hpp"

#include <algorithm>
#include <charconv>

namespace kunyu::observation_files {
namespace {

constexpr std::size_t most_columns = 4096;
constexpr std::size_t longest_list = 300;  ///< characters of the headers named in a refusal

std::string listed(std::vector<std::string> const& header) {
    std::string list;
    for (auto const& each : header) list += (list.empty() ? "" : ", ") + each;
    return base::clip(list, longest_list);
}

/// Looks columns up in a header. Lives for one search.
class Finder {
  public:
    explicit Finder(std::vector<std::string> const& header) : header_(header) {
        for (auto const& each : header) folded_.push_back(folded_header(each));
    }

    base::Result<std::size_t> find(CsvColumn const& column) {
        if (auto const number = column_number(column)) return noted(*number);
        if (auto const exact = std::count(header_.begin(), header_.end(), column); exact == 1)
            return noted(std::find(header_.begin(), header_.end(), column) - header_.begin());
        auto const sought = folded_header(column);
        auto const alike = std::count(folded_.begin(), folded_.end(), sought);
        if (alike > 1) return base::refuse("observation_files.repeated_column", {{"column", column}});
        if (alike == 0)
            return base::refuse("observation_files.no_such_column", {{"column", column}, {"columns", listed(header_)}});
        return noted(std::find(folded_.begin(), folded_.end(), sought) - folded_.begin());
    }
    base::Result<std::vector<std::size_t>> find_all(std::vector<CsvColumn> const& columns) {
        std::vector<std::size_t> found;
        for (auto const& column : columns) {
            KUNYU_TRY(auto const index, find(column));
            found.push_back(index);
        }
        return found;
    }
    std::size_t needed() const { return needed_; }

  private:
    std::size_t noted(std::ptrdiff_t index) { return noted(static_cast<std::size_t>(index)); }
    std::size_t noted(std::size_t index) {
        needed_ = std::max(needed_, index + 1);
        return index;
    }

    std::vector<std::string> const& header_;
    std::vector<std::string> folded_;
    std::size_t needed_ = 0;
};

}  // namespace

std::string folded_header(std::string_view header) {
    return base::fold(on_one_line(header));
}

std::optional<std::size_t> column_number(std::string_view column) {
    if (!column.starts_with('#')) return std::nullopt;
    std::size_t number = 0;
    auto const* const last = column.data() + column.size();
    auto const [end, error] = std::from_chars(column.data() + 1, last, number);
    if (error != std::errc{} || end != last || number < 1 || number > most_columns) return std::nullopt;
    return number - 1;
}

base::Result<CsvColumns> CsvColumns::find(CsvMapping const& mapping, std::vector<std::string> const& header) {
    Finder finder(header);
    CsvColumns columns;
    KUNYU_TRY(columns.time, finder.find_all(mapping.time.columns));
    KUNYU_TRY(columns.code, finder.find_all(mapping.code_columns));
    for (auto const& each : mapping.values) {
        Value value;
        KUNYU_TRY(value.column, finder.find(each.column));
        if (auto const& quality = each.quality_column ? each.quality_column : mapping.quality_column) {
            KUNYU_TRY(value.quality, finder.find(*quality));
        }
        value.scale = Scale(each.factor, each.offset);
        columns.values.push_back(value);
    }
    columns.needed = finder.needed();
    return columns;
}

}  // namespace kunyu::observation_files
