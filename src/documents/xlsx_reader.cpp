#include "documents/xlsx_reader.hpp"

#include "base/text.hpp"
#include "documents/csv.hpp"
#include "documents/xlsx_book.hpp"
#include "documents/xml.hpp"

#include <algorithm>
#include <charconv>

namespace kunyu::documents {
namespace {

constexpr std::string_view zip_magic = "PK\x03\x04";
constexpr std::string_view compound_magic = "\xD0\xCF\x11\xE0";
constexpr std::size_t last_row = 1'048'576;

template <typename Number>
std::optional<Number> parse_number(std::string_view text) {
    Number number{};
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

/// 1 for the "B" of "B3"; nothing for what is no column of a spreadsheet.
std::optional<std::size_t> column_of(std::string_view reference) {
    std::size_t column = 0;
    std::size_t letters = 0;
    while (letters < reference.size() && reference[letters] >= 'A' && reference[letters] <= 'Z' && letters < 4)
        column = column * 26 + static_cast<std::size_t>(reference[letters++] - 'A' + 1);
    if (letters == 0 || letters > 3) return std::nullopt;
    return column - 1;
}

/// Reads one worksheet row by row. `memory` is what all cells of the workbook may still take.
class SheetReader {
  public:
    SheetReader(XlsxBook const& book, std::string const& name, XlsxLimits const& limits, std::size_t& memory)
        : book_(book), limits_(limits), memory_(memory) {
        sheet_.name = name;
    }

    base::Result<Sheet> read(std::string_view xml, std::string const& part) {
        KUNYU_TRY_VOID(check_xml(xml, part));
        ElementReader rows(xml, "row", part);
        while (true) {
            KUNYU_TRY(auto const row, rows.next());
            if (!row) return std::move(sheet_);
            KUNYU_TRY_VOID(read_row(row));
        }
    }

  private:
    base::Result<void> read_row(pugi::xml_node row) {
        KUNYU_TRY_VOID(begin_row(row));
        cells_.clear();
        std::size_t next_column = 0;
        for (auto const& cell : row.children()) {
            if (local_name(cell.name()) != "c") continue;
            auto const reference = cell.attribute("r");
            auto const column = reference ? column_of(reference.value()) : next_column;
            if (!column || *column < next_column) return fault("documents.bad_cell", next_column);
            next_column = *column + 1;
            KUNYU_TRY(auto text, cell_text(cell, *column));
            if (!text.empty()) KUNYU_TRY_VOID(keep(*column, std::move(text)));
        }
        if (cells_.empty()) return {};
        if (sheet_.rows.size() == limits_.sheet.rows)
            return base::refuse("documents.too_many_rows",
                                {{"sheet", sheet_.name}, {"max", std::to_string(limits_.sheet.rows - 1)}});
        sheet_.rows.push_back({row_, cells_});
        return {};
    }

    /// A row says its number, or is the one after the last.
    base::Result<void> begin_row(pugi::xml_node row) {
        auto const given = row.attribute("r");
        auto const number = given ? parse_number<std::size_t>(given.value()) : row_ + 1;
        if (!number || *number <= row_ || *number > last_row) {
            ++row_;
            return fault("documents.bad_cell", 0);
        }
        row_ = *number;
        return {};
    }

    base::Result<void> keep(std::size_t column, std::string text) {
        if (column >= limits_.sheet.columns)
            return fault("documents.too_many_columns", column, {{"max", std::to_string(limits_.sheet.columns)}});
        if (text.size() > limits_.sheet.cell_bytes)
            return fault("documents.cell_too_long", column, {{"max", std::to_string(limits_.sheet.cell_bytes)}});
        auto const cost = text.size() + (column + 1 - cells_.size()) * sizeof(std::string);
        if (cost > memory_)
            return base::refuse("documents.too_large",
                                {{"what", "cells"}, {"max", std::to_string(limits_.memory_bytes)}});
        memory_ -= cost;
        cells_.resize(column + 1);
        cells_.back() = std::move(text);
        return {};
    }

    /// The value of a cell as text, by its type (ECMA-376 part 1, 18.18.11).
    base::Result<std::string> cell_text(pugi::xml_node cell, std::size_t column) {
        std::string_view const type = cell.attribute("t").value();
        if (type == "inlineStr") return text_of(child_named(cell, "is"));
        std::string_view const value = child_named(cell, "v").child_value();
        if (value.empty()) return std::string();
        if (type == "s") return shared_text(value, column);
        if (type == "str" || type == "d") return std::string(value);
        if (type == "b") return std::string(value == "1" ? "true" : "false");
        if (type == "e") return fault("documents.error_value", column, {{"value", base::clip(value, 20)}});
        if (!type.empty() && type != "n") return fault("documents.bad_cell", column);
        auto const kind = book_.styles.kind(parse_number<std::size_t>(cell.attribute("s").value()).value_or(0));
        auto text = number_text(base::trim(value), kind, book_.calendar_1904);
        if (!text) return fault("documents.bad_cell", column);
        return *std::move(text);
    }

    base::Result<std::string> shared_text(std::string_view value, std::size_t column) {
        auto const index = parse_number<std::size_t>(base::trim(value));
        if (!index || *index >= book_.shared_texts.size()) return fault("documents.bad_cell", column);
        return book_.shared_texts[*index];
    }

    base::Refusal fault(std::string code, std::size_t column, base::Params params = {}) const {
        params["sheet"] = sheet_.name;
        params["row"] = std::to_string(row_);
        params["column"] = column_name(column);
        return base::refuse(std::move(code), std::move(params));
    }

    XlsxBook const& book_;
    XlsxLimits const& limits_;
    std::size_t& memory_;
    Sheet sheet_;
    std::size_t row_ = 0;
    std::vector<std::string> cells_;
};

}  // namespace

base::Result<std::vector<Sheet>> read_xlsx(std::string_view bytes, XlsxLimits const& limits) {
    KUNYU_TRY(auto package, Package::open(bytes, limits.package));
    KUNYU_TRY(auto const book, read_book(package, limits.sheets, limits.memory_bytes));
    std::vector<Sheet> sheets;
    auto memory = limits.memory_bytes;
    for (auto const& listed : book.sheets) {
        KUNYU_TRY(auto const xml, package.read(listed.part));
        KUNYU_TRY(auto sheet, SheetReader(book, listed.name, limits, memory).read(xml, listed.part));
        sheets.push_back(std::move(sheet));
    }
    return sheets;
}

base::Result<std::vector<Sheet>> read_sheets(std::string_view bytes, XlsxLimits const& limits) {
    if (bytes.starts_with(zip_magic) || bytes.starts_with(compound_magic)) return read_xlsx(bytes, limits);
    KUNYU_TRY(auto sheet, read_csv(bytes, limits.sheet));
    std::vector<Sheet> sheets;
    sheets.push_back(std::move(sheet));
    return sheets;
}

}  // namespace kunyu::documents
