#pragma once
#include "base/result.hpp"
#include "documents/package.hpp"
#include "documents/sheet.hpp"

#include <string_view>
#include <vector>

namespace kunyu::documents {

struct XlsxLimits {
    PackageLimits package{};
    SheetLimits sheet{};
    std::size_t sheets = 50;
    std::size_t memory_bytes = 128U << 20U;  ///< of all cells together, since one shared text may stand in each
};

/// Reads the visible worksheets of an XLSX file in the order of its tabs, values only: shared and inline texts,
/// numbers, truth, dates by their style (1900 and 1904 calendars), the last value of a formula. Nothing in the file is
/// executed, no entity is expanded, nothing outside of it is fetched. Refuses with documents.* {sheet, row, column
/// where they are known}.
base::Result<std::vector<Sheet>> read_xlsx(std::string_view bytes, XlsxLimits const& limits = {});

/// A file as an import gets it: XLSX by its magic, otherwise CSV; at least one sheet.
base::Result<std::vector<Sheet>> read_sheets(std::string_view bytes, XlsxLimits const& limits = {});

}  // namespace kunyu::documents
