#include "documents/csv.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace kunyu;

/// Any bytes: refused, or a sheet within its limits whose cells written as a table read back the same.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const sheet = documents::read_csv({reinterpret_cast<char const*>(data), size});
    if (sheet.has_error() || sheet->rows.empty()) return 0;
    documents::Table table{"t", "t", {{"a", "a", documents::ColumnType::text}}, {}};
    for (auto const& row : sheet->rows)
        for (auto const& cell : row.cells)
            if (cell.find_first_not_of(" \t") != std::string::npos) table.rows.push_back({documents::Cell{cell}});
    if (table.rows.size() > 10'000) return 0;
    auto const again = documents::read_csv(documents::write_csv(table));
    if (again.has_error() || again->rows.size() != table.rows.size() + 1) std::abort();
    for (std::size_t i = 0; i < table.rows.size(); ++i)
        if (again->rows[i + 1].cells[0] != std::get<std::string>(table.rows[i][0])) std::abort();
    return 0;
}
