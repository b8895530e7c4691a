#pragma once
#include "base/result.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::base {

/// One record of a CSV text. `line` is the line of the text it begins on, `row` the row a spreadsheet shows it in (a
/// record over several lines is one row, an empty line is one too); both from 1.
struct CsvRecord {
    std::size_t line = 1;
    std::size_t row = 1;
    std::vector<std::string> cells;
};

struct CsvLimits {
    std::size_t records = 200'000;
    std::size_t columns = 200;
    std::size_t cell_bytes = 64 * 1024;
};

/// Reads a CSV text after RFC 4180: commas, quotes doubled inside quotes, CRLF or LF; a lone CR ends a record too.
/// Empty lines are skipped. The text is UTF-8; a byte order mark before it is ignored. Refuses with base.csv_* {line,
/// column,
/// ...} what is not CSV or beyond the limits; records of unequal width pass, since what a missing cell means is the
/// caller's rule.
Result<std::vector<CsvRecord>> parse_csv(std::string_view text, CsvLimits const& limits = {});

/// Appends one cell, in quotes where RFC 4180 asks for them.
void append_csv_cell(std::string& out, std::string_view cell);

}  // namespace kunyu::base
