#include "documents/csv.hpp"

#include "base/csv.hpp"
#include "documents/encoding.hpp"

#include <algorithm>

namespace kunyu::documents {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::string_view formula_starts = "=+-@\t\r";

bool starts_formula(std::string_view text) {
    return !text.empty() && formula_starts.find(text.front()) != std::string_view::npos;
}

/// Numbers and days are ours and stay as they are; only a text can carry somebody's formula.
std::string safe(Cell const& cell, ColumnType type) {
    auto text = shown(cell, type);
    return (type == ColumnType::text || type == ColumnType::light) && starts_formula(text) ? "'" + text : text;
}

void take_off_apostrophe(std::string& cell) {
    if (cell.size() > 1 && cell.front() == '\'' && starts_formula(std::string_view(cell).substr(1))) cell.erase(0, 1);
}

bool is_blank(std::vector<std::string> const& cells) {
    return std::all_of(cells.begin(), cells.end(),
                       [](std::string const& cell) { return cell.find_first_not_of(" \t") == std::string::npos; });
}

}  // namespace

base::Result<Sheet> read_csv(std::string_view bytes, SheetLimits const& limits) {
    KUNYU_TRY(auto text, to_utf8(bytes));
    KUNYU_TRY(auto records, base::parse_csv(text, {limits.rows, limits.columns, limits.cell_bytes}));
    Sheet sheet;
    for (auto& record : records) {
        if (is_blank(record.cells)) continue;
        for (auto& cell : record.cells) take_off_apostrophe(cell);
        sheet.rows.push_back({record.row, std::move(record.cells)});
    }
    return sheet;
}

std::string write_csv(Table const& table) {
    std::string out(byte_order_mark);
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        if (i > 0) out += ',';
        base::append_csv_cell(out, safe(table.columns[i].title, ColumnType::text));
    }
    out += "\r\n";
    for (auto const& row : table.rows) {
        for (std::size_t i = 0; i < table.columns.size(); ++i) {
            if (i > 0) out += ',';
            base::append_csv_cell(out, safe(row.at(i), table.columns[i].type));
        }
        out += "\r\n";
    }
    return out;
}

}  // namespace kunyu::documents
