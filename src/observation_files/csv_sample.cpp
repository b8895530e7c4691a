#include "observation_files/csv_sample.hpp"

#include "base/text.hpp"
#include "observation_files/cell_text.hpp"
#include "observation_files/csv_columns.hpp"

#include <algorithm>
#include <map>

namespace kunyu::observation_files {
namespace {

constexpr std::size_t most_records = 1000;

struct Record {
    std::uint64_t line = 0;
    std::uint64_t next_line = 0;
    std::vector<std::string> cells;
};

std::vector<Record> records_of(std::string_view sample, CsvDialect const& dialect) {
    MemorySource source(sample);
    CsvScanner scanner(source, dialect.shape);
    scanner.resume_at(dialect.begin, 1);
    std::vector<Record> records;
    for (auto outcome = scanner.next(); outcome != CsvScanner::Outcome::end && records.size() < most_records;
         outcome = scanner.next()) {
        if (outcome != CsvScanner::Outcome::record) continue;
        Record record{scanner.record_line(), scanner.line(), {}};
        for (auto const cell : scanner.cells()) {
            auto const text = decode_cell(base::trim(cell), dialect.encoding);
            record.cells.push_back(text ? base::normalise(*text, true).value_or(std::string()) : std::string());
        }
        records.push_back(std::move(record));
    }
    // The sample may cut the last one.
    if (records.size() > 2 && !sample.ends_with(dialect.shape.line_end)) records.pop_back();
    return records;
}

std::size_t usual_width(std::vector<Record> const& records) {
    std::map<std::size_t, std::size_t> records_by_width;
    for (auto const& record : records) ++records_by_width[record.cells.size()];
    auto const most = std::max_element(records_by_width.begin(), records_by_width.end(),
                                       [](auto const& a, auto const& b) { return a.second < b.second; });
    return most == records_by_width.end() ? 0 : most->first;
}

/// "#3" for the third where the head says nothing, too much, the same as another or looks like a number of a column.
std::vector<std::string> names_of(std::vector<std::string> const& header, std::size_t width) {
    std::map<std::string, std::size_t> alike;
    for (auto const& head : header) ++alike[folded_header(head)];
    std::vector<std::string> names;
    for (std::size_t i = 0; i < width; ++i) {
        auto const head = i < header.size() ? header[i] : std::string();
        bool const usable = !head.empty() && base::count_characters(head) <= longest_csv_column &&
                            alike[folded_header(head)] == 1 && !column_number(head);
        names.push_back(usable ? head : "#" + std::to_string(i + 1));
    }
    return names;
}

bool has_value(Record const& record) {
    return std::any_of(record.cells.begin(), record.cells.end(), looks_like_value);
}

/// Takes the header and the lines of units off the front; answers the header.
std::vector<std::string> take_header(std::vector<Record>& records, CsvSample& sample) {
    auto const first_row = std::find_if(records.begin(), records.end(), has_value);
    sample.skip_lines = static_cast<std::int64_t>(records.front().line) - 1;
    if (first_row == records.end() || first_row == records.begin()) return {};
    sample.header = true;
    std::vector<std::string> header;
    for (auto const& cell : records.front().cells) header.push_back(on_one_line(cell));
    sample.skip_after_header = static_cast<std::int64_t>(first_row->line - records.front().next_line);
    records.erase(records.begin(), first_row);
    return header;
}

}  // namespace

bool looks_like_value(std::string_view cell) {
    auto const digits = std::count_if(cell.begin(), cell.end(), [](char c) { return c >= '0' && c <= '9'; });
    bool const plain = cell.find_first_not_of("0123456789+-.,:/ TZeE") == std::string_view::npos;
    bool const chinese_day = cell.find("年") != std::string_view::npos && digits >= 6;
    return digits > 0 && (plain || chinese_day);
}

base::Result<CsvSample> look_at(std::string_view text) {
    CsvSample sample;
    KUNYU_TRY(sample.dialect, find_dialect(text, CsvMapping()));
    auto records = records_of(text, sample.dialect);
    auto const width = usual_width(records);
    std::erase_if(records, [&](Record const& record) { return record.cells.size() != width; });
    if (records.empty()) return base::refuse("observation_files.nothing_recognised");
    auto const header = take_header(records, sample);
    if (sample.skip_lines > most_skipped_lines || sample.skip_after_header > most_skipped_lines)
        return base::refuse("observation_files.nothing_recognised");
    sample.rows = records.size();
    sample.names = names_of(header, width);
    sample.columns.resize(width);
    for (std::size_t i = 0; i < width; ++i)
        for (auto& record : records) sample.columns[i].push_back(std::move(record.cells[i]));
    return sample;
}

}  // namespace kunyu::observation_files
