#pragma once
#include "base/time.hpp"
#include "packs/faults.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::packs {

/// One row of a CSV file of a pack: cells by column name, faults noted with row and column. Lives for one row.
class CsvRow {
  public:
    CsvRow(std::string_view file, std::size_t number, std::vector<std::string> const& columns,
           std::vector<std::string> const& cells, Faults& faults);

    std::string text(std::string_view column);                          ///< not empty
    std::optional<std::string> optional_text(std::string_view column);  ///< nothing when empty
    std::string choice(std::string_view column, std::vector<std::string> const& words);
    std::optional<std::string> optional_choice(std::string_view column, std::vector<std::string> const& words);
    bool yes(std::string_view column);  ///< "yes" or empty
    std::int64_t integer(std::string_view column, std::int64_t min, std::int64_t max);
    base::Day day(std::string_view column);
    std::optional<base::Day> optional_day(std::string_view column);
    std::optional<double> optional_degrees(std::string_view column, double limit);
    /// Ids parted by ";".
    std::vector<std::string> ids(std::string_view column);
    void fault(std::string_view column, std::string code, base::Params params = {});

  private:
    std::string_view cell(std::string_view column) const;

    std::string_view file_;
    std::size_t number_;
    std::vector<std::string> const& columns_;
    std::vector<std::string> const& cells_;
    Faults& faults_;
};

/// Reads a CSV whose header must be exactly `columns` in that order, and calls `read` for each row of that width.
void read_csv_file(std::string_view file, std::string_view bytes, std::vector<std::string> const& columns,
                   Faults& faults, std::function<void(CsvRow&)> const& read);

}  // namespace kunyu::packs
