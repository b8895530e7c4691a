#pragma once
#include "base/result.hpp"
#include "documents/sheet.hpp"
#include "documents/table.hpp"

#include <string>
#include <string_view>

namespace kunyu::documents {

/// Reads a CSV in UTF-8 or GB18030. Rows have the numbers a spreadsheet shows. The apostrophe that
/// write_csv() puts before a cell is taken off again. Refuses with documents.unknown_encoding or base.csv_*.
base::Result<Sheet> read_csv(std::string_view bytes, SheetLimits const& limits = {});

/// CSV after RFC 4180 in UTF-8 with a byte order mark (without it, Chinese spreadsheet programs read GBK): the titles,
/// then the rows. A text that a spreadsheet would run as a formula (beginning with = + - @, tab or CR) gets an
/// apostrophe before it.
std::string write_csv(Table const& table);

}  // namespace kunyu::documents
