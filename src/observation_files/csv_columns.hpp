#pragma once
#include "base/result.hpp"
#include "observation_files/csv_mapping.hpp"
#include "observation_files/number_text.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::observation_files {

/// "#3" is the third column: 2. Nothing for any other text.
std::optional<std::size_t> column_number(std::string_view column);

/// Heads that are alike to a reader are the same: without regard to case, width and white space.
std::string folded_header(std::string_view header);

/// The columns of a mapping found in a file; counted from 0.
struct CsvColumns {
    struct Value {
        std::size_t column = 0;
        std::optional<std::size_t> quality;
        Scale scale;
    };
    std::vector<std::size_t> time;
    std::vector<std::size_t> code;
    std::vector<Value> values;  ///< in the order of the mapping
    std::size_t needed = 0;     ///< so many cells of a line are looked at

    /// `header` as UTF-8; empty where the file has none. A header is compared as it stands, then as
    /// folded_header() has it. Refuses with observation_files.no_such_column {column, columns} or
    /// .repeated_column {column}.
    static base::Result<CsvColumns> find(CsvMapping const& mapping, std::vector<std::string> const& header);
};

}  // namespace kunyu::observation_files
