#include "base/csv.hpp"

#include "base/text.hpp"

namespace kunyu::base {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// Walks over the text once. Lives for one parse.
class CsvParser {
  public:
    CsvParser(std::string_view text, CsvLimits const& limits) : text_(text), limits_(limits) {}

    Result<std::vector<CsvRecord>> parse() {
        std::vector<CsvRecord> records;
        while (at_ < text_.size()) {
            ++row_;
            if (skip_line_end()) continue;
            if (records.size() == limits_.records)
                return refuse("base.csv_too_many_records", {{"max", std::to_string(limits_.records)}});
            KUNYU_TRY(auto record, read_record());
            records.push_back(std::move(record));
        }
        return records;
    }

  private:
    bool skip_line_end() {
        if (at_ >= text_.size() || (text_[at_] != '\r' && text_[at_] != '\n')) return false;
        if (text_.substr(at_, 2) == "\r\n") ++at_;
        ++at_;
        ++line_;
        return true;
    }

    Result<CsvRecord> read_record() {
        CsvRecord record{line_, row_, {}};
        while (true) {
            column_ = record.cells.size() + 1;
            if (column_ > limits_.columns) return refused("base.csv_too_many_columns", limits_.columns);
            KUNYU_TRY(auto cell, at_ < text_.size() && text_[at_] == '"' ? quoted_cell() : plain_cell());
            record.cells.push_back(std::move(cell));
            if (at_ >= text_.size() || skip_line_end()) return record;
            ++at_;  // the comma
        }
    }

    Result<std::string> plain_cell() {
        auto const end = std::min(text_.find_first_of(",\r\n\"", at_), text_.size());
        if (end < text_.size() && text_[end] == '"') return refused("base.csv_stray_quote", 0);
        if (end - at_ > limits_.cell_bytes) return refused("base.csv_cell_too_long", limits_.cell_bytes);
        std::string cell(text_.substr(at_, end - at_));
        at_ = end;
        return cell;
    }

    Result<std::string> quoted_cell() {
        std::string cell;
        ++at_;
        while (true) {
            auto const quote = text_.find('"', at_);
            if (quote == std::string_view::npos) return refused("base.csv_unclosed_quote", 0);
            take(cell, quote);
            if (cell.size() > limits_.cell_bytes) return refused("base.csv_cell_too_long", limits_.cell_bytes);
            at_ = quote + 1;
            if (at_ >= text_.size() || text_[at_] != '"') break;
            cell += '"';
            ++at_;
        }
        if (at_ < text_.size() && text_[at_] != ',' && text_[at_] != '\r' && text_[at_] != '\n')
            return refused("base.csv_stray_quote", 0);
        return cell;
    }

    /// The text up to `end` as part of a quoted cell; counts its lines.
    void take(std::string& cell, std::size_t end) {
        auto const part = text_.substr(at_, end - at_);
        for (char const c : part)
            if (c == '\n') ++line_;
        cell += part;
    }

    Refusal refused(std::string code, std::size_t max) const {
        return refuse(
            std::move(code),
            {{"line", std::to_string(line_)}, {"column", std::to_string(column_)}, {"max", std::to_string(max)}});
    }

    std::string_view text_;
    CsvLimits const& limits_;
    std::size_t at_ = 0;
    std::size_t line_ = 1;
    std::size_t row_ = 0;
    std::size_t column_ = 1;
};

}  // namespace

Result<std::vector<CsvRecord>> parse_csv(std::string_view text, CsvLimits const& limits) {
    if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
    if (!is_utf8(text)) return refuse("base.csv_not_utf8");
    return CsvParser(text, limits).parse();
}

void append_csv_cell(std::string& out, std::string_view cell) {
    if (cell.find_first_of(",\"\r\n") == std::string_view::npos) {
        out += cell;
        return;
    }
    out += '"';
    for (char const c : cell) {
        if (c == '"') out += '"';
        out += c;
    }
    out += '"';
}

}  // namespace kunyu::base
