#pragma once
#include "base/result.hpp"
#include "observation_files/csv_dialect.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::observation_files {

/// The beginning of a file, cut into columns for a look at them.
struct CsvSample {
    CsvDialect dialect;
    std::int64_t skip_lines = 0;  ///< before the header, or before the first row
    bool header = false;
    std::int64_t skip_after_header = 0;
    std::vector<std::string> names;  ///< of the columns; "#3" where the header has none that tells it apart
    std::vector<std::vector<std::string>> columns;  ///< their cells, equally many each, trimmed
    std::size_t rows = 0;
};

/// Rows of another width than most are left out. A header is the first row of that width if no cell of it looks like a
/// value and one of a later row does. Refuses as find_dialect() does, and with observation_files.nothing_recognised.
base::Result<CsvSample> look_at(std::string_view sample);

/// Four of five, or all but one: a column is what most of its cells are, since the faults of a file are no reason not
/// to read it.
constexpr bool is_most(std::size_t count, std::size_t of) {
    return (count > 0 && count * 5 >= of * 4) || (count > 1 && count + 1 == of);
}

/// A number or a time by its characters: digits, and little else.
bool looks_like_value(std::string_view cell);

}  // namespace kunyu::observation_files
