#include "observation_files/csv_door.hpp"

#include "base/text.hpp"
#include "observation_files/quality.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace kunyu::observation_files {
namespace {

constexpr std::size_t sample_bytes = 64 * 1024;
/// At most so much is read for one batch, that progress is told and a stop is heard.
constexpr std::uint64_t batch_bytes = 8 * 1024 * 1024;

std::string_view trimmed(std::string_view cell) {
    while (!cell.empty() && (cell.front() == ' ' || cell.front() == '\t')) cell.remove_prefix(1);
    while (!cell.empty() && (cell.back() == ' ' || cell.back() == '\t')) cell.remove_suffix(1);
    return cell;
}

bool is_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::string read_sample(ByteSource& source) {
    std::string sample(sample_bytes, '\0');
    source.seek(0);
    sample.resize(source.read(sample.data(), sample.size()));
    return sample;
}

std::string_view code_of(CsvScanner::Outcome outcome) {
    switch (outcome) {
        case CsvScanner::Outcome::too_long:
            return "observation_files.line_too_long";
        case CsvScanner::Outcome::unclosed_quote:
            return "observation_files.unclosed_quote";
        case CsvScanner::Outcome::stray_quote:
            return "observation_files.stray_quote";
        default:
            return "observation_files.nul_byte";
    }
}

std::string_view code_of(CsvStreams::Fault fault) {
    switch (fault) {
        case CsvStreams::Fault::no_code:
            return "observation_files.no_code";
        case CsvStreams::Fault::too_many:
            return "observation_files.too_many_streams";
        default:
            return "observation_files.bad_encoding";
    }
}

/// Digits and signs as Chinese input methods write them, made plain.
std::string narrowed(std::string_view cell, CsvEncoding encoding) {
    auto const text = decode_cell(cell, encoding);
    return text ? base::fold(*text) : std::string();
}

}  // namespace

CsvDoor::CsvDoor(ByteSource& source, CsvMapping mapping, CsvDoorOptions options, CsvDialect const& dialect)
    : mapping_(std::move(mapping)),
      options_(options),
      dialect_(dialect),
      scanner_(source, dialect.shape, options.scan),
      streams_(mapping_, options.most_streams),
      seen_(options.remembered_rows),
      time_format_(mapping_.time.format.in_encoding(
          [&](std::string const& literal) { return encode_cell(literal, dialect.encoding); })),
      missing_(mapping_.missing, dialect.encoding) {
    scanner_.resume_at(dialect.begin, 1);
}

base::Result<CsvDoor> CsvDoor::open(ByteSource& source, CsvMapping mapping, CsvDoorOptions options) {
    auto const sample = read_sample(source);
    KUNYU_TRY(auto const dialect, find_dialect(sample, mapping));
    CsvDoor door(source, std::move(mapping), options, dialect);
    KUNYU_TRY_VOID(door.read_header());
    return door;
}

base::Result<void> CsvDoor::read_header() {
    for (std::int64_t i = 0; i < mapping_.skip_lines; ++i) scanner_.skip_line();
    std::vector<std::string> header;
    if (mapping_.header) {
        if (scanner_.next() != CsvScanner::Outcome::record) return base::refuse("observation_files.no_header");
        for (auto const cell : scanner_.cells()) {
            auto text = header_text(cell, dialect_.encoding);
            if (!text) return base::refuse("observation_files.unknown_encoding");
            header.push_back(std::move(*text));
        }
    }
    for (std::int64_t i = 0; i < mapping_.skip_after_header; ++i) scanner_.skip_line();
    KUNYU_TRY(columns_, CsvColumns::find(mapping_, header));
    scanner_.look_at(columns_.needed);
    return {};
}

void CsvDoor::resume_at(CsvPlace place) {
    scanner_.resume_at(place.offset, place.line);
}

bool CsvDoor::next(std::vector<CsvRow>& rows) {
    rows.clear();
    auto const stop = scanner_.offset() + batch_bytes;
    while (rows.size() < options_.batch_rows && scanner_.offset() < stop) {
        auto const outcome = scanner_.next();
        if (outcome == CsvScanner::Outcome::end) return !rows.empty();
        ++report_.records;
        if (outcome == CsvScanner::Outcome::record)
            read_record(rows);
        else
            note(0, {}, code_of(outcome));
    }
    return true;
}

void CsvDoor::read_record(std::vector<CsvRow>& rows) {
    auto const time = read_time();
    if (!time) return;
    auto const* targets = &streams_.targets();
    if (!columns_.code.empty()) {
        auto const code = code_cell();
        auto fault = CsvStreams::Fault::none;
        targets = streams_.targets(code, mapping_, dialect_.encoding, fault);
        if (!targets) return note(columns_.code.front() + 1, code, code_of(fault));
    }
    for (std::size_t i = 0; i < columns_.values.size(); ++i) read_value(columns_.values[i], (*targets)[i], *time, rows);
}

/// A cell that is not there is empty.
std::string_view CsvDoor::cell(std::size_t column) const {
    auto const& cells = scanner_.cells();
    return column < cells.size() ? trimmed(cells[column]) : std::string_view();
}

std::string_view CsvDoor::joined(std::vector<std::size_t> const& columns, char separator) {
    if (columns.size() == 1) return cell(columns.front());
    joined_.clear();
    for (auto const column : columns) {
        if (column != columns.front()) joined_ += separator;
        joined_ += cell(column);
    }
    return joined_;
}

std::string_view CsvDoor::code_cell() {
    return joined(columns_.code, '/');
}

std::optional<base::Instant> CsvDoor::read_time() {
    auto const text = joined(columns_.time, ' ');
    auto const column = columns_.time.front() + 1;
    auto const time = time_format_.read(text, mapping_.time.zone);
    if (!time) {
        bool const lacking = columns_.time.back() >= scanner_.cells().size();
        note(column, text, lacking ? "observation_files.missing_cell" : "observation_files.bad_time");
        return std::nullopt;
    }
    if (*time < options_.earliest || *time >= options_.latest) {
        note(column, text, "observation_files.time_out_of_range");
        return std::nullopt;
    }
    return time;
}

void CsvDoor::read_value(CsvColumns::Value const& column, CsvStreams::Target const& target, base::Instant time,
                         std::vector<CsvRow>& rows) {
    if (column.column >= scanner_.cells().size()) return note(column.column + 1, {}, "observation_files.missing_cell");
    auto const text = cell(column.column);
    double value = 0;
    if (!read_number_cell(text, column.column, value)) return;
    auto const quality = read_quality(column);
    if (!quality) return;
    if (*quality == quality_missing) {
        ++report_.missing;
        return;
    }
    value = target.scale(column.scale(value));
    if (!std::isfinite(value)) return note(column.column + 1, text, "observation_files.number_out_of_range");
    switch (seen_.check(target.stream, time, value)) {
        case SeenRows::Seen::fresh:
            break;
        case SeenRows::Seen::same:
            ++report_.repeated;
            return;
        case SeenRows::Seen::other:
            return note(column.column + 1, text, "observation_files.another_value");
    }
    report_.repeats_exact = seen_.is_exact();
    ++report_.rows;
    rows.push_back({target.stream, time, value, *quality, scanner_.record_line()});
}

/// False where there is no value: it is missing, or the fault is noted.
bool CsvDoor::read_number_cell(std::string_view text, std::size_t column, double& value) {
    if (missing_.holds(text)) {
        ++report_.missing;
        return false;
    }
    auto read = read_number(text, mapping_.decimal_comma, value);
    if (read == NumberRead::not_a_number && !is_ascii(text))
        read = read_number(narrowed(text, dialect_.encoding), mapping_.decimal_comma, value);
    if (read == NumberRead::number) {
        bool const missing = missing_.holds(value);
        if (missing) ++report_.missing;
        return !missing;
    }
    note(column + 1, text,
         read == NumberRead::not_finite     ? "observation_files.not_finite"
         : read == NumberRead::out_of_range ? "observation_files.number_out_of_range"
                                            : "observation_files.bad_number");
    return false;
}

std::optional<std::uint8_t> CsvDoor::read_quality(CsvColumns::Value const& column) {
    if (!column.quality) return quality_not_evaluated;
    auto const text = cell(*column.quality);
    if (mapping_.quality_texts.empty()) {
        if (text.empty()) return quality_not_evaluated;
        if (text.size() == 1 && is_quality(text.front() - '0')) return static_cast<std::uint8_t>(text.front() - '0');
    } else {
        auto const decoded = decode_cell(text, dialect_.encoding);
        for (auto const& each : mapping_.quality_texts)
            if (decoded && each.text == *decoded) return each.flag;
        if (text.empty()) return quality_not_evaluated;
    }
    note(*column.quality + 1, text, "observation_files.unknown_quality");
    return std::nullopt;
}

void CsvDoor::note(std::size_t column, std::string_view value, std::string_view code) {
    report_.note({scanner_.record_line(), column, shown_cell(value, dialect_.encoding), std::string(code)},
                 options_.kept_errors);
}

}  // namespace kunyu::observation_files
