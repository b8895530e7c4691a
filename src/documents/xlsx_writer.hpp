#pragma once
#include "base/result.hpp"
#include "documents/table.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace kunyu::documents {

inline constexpr std::string_view xlsx_media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A workbook with one sheet per table: a styled header that stays in view with a filter, columns typed and as wide as
/// their contents ask for. Texts are texts, whatever they begin with. Rows go through temporary files, so that memory
/// does not grow with them. Refuses with documents.not_written {reason}: no table, more than 1,048,575 rows, a text
/// beyond 32,767 characters, no room on the disk.
base::Result<std::string> write_xlsx(std::vector<Table> const& tables);

}  // namespace kunyu::documents
