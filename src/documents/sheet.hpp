#pragma once
#include <cstddef>
#include <string>
#include <vector>

namespace kunyu::documents {

/// One row that was read: `number` as a spreadsheet shows it (from 1), cells as text; days are "2018-06-30", numbers
/// without needless decimals, truth is "true" or "false". Empty rows are not kept.
struct SheetRow {
    std::size_t number = 1;
    std::vector<std::string> cells;
};

/// A sheet of a workbook, or a CSV as the one sheet it is (with an empty name).
struct Sheet {
    std::string name;
    std::vector<SheetRow> rows;
};

struct SheetLimits {
    std::size_t rows = 10'001;  ///< the header and 10,000
    std::size_t columns = 200;
    std::size_t cell_bytes = 64 * 1024;
};

/// "A" for 0, "AB" for 27.
std::string column_name(std::size_t index);

}  // namespace kunyu::documents
