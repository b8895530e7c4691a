#include "observation_files/csv_writer.hpp"

#include "base/csv.hpp"

#include <fmt/format.h>

#include <cmath>
#include <iterator>
#include <optional>

namespace kunyu::observation_files {
namespace {

constexpr std::size_t piece_bytes = 64 * 1024;
constexpr std::string_view line_end = "\r\n";
constexpr std::string_view utf8_mark = "\xEF\xBB\xBF";
constexpr std::string_view formula_starts = "=+-@\t\r";

/// A name that a spreadsheet would run as a formula gets an apostrophe before it.
void append_text(std::string& out, std::string const& text) {
    bool const formula = !text.empty() && formula_starts.find(text.front()) != std::string_view::npos;
    base::append_csv_cell(out, formula ? "'" + text : text);
}

void append_value(std::string& out, double value) {
    if (std::isfinite(value)) fmt::format_to(std::back_inserter(out), "{}", value);
}

}  // namespace

CsvWriter::CsvWriter(ExportDescription const& description, SeriesSource& source, CsvWriterOptions options)
    : description_(description), source_(source), options_(std::move(options)), heads_(description.series.size()) {}

bool CsvWriter::next(std::string& out) {
    auto const enough = out.size() + piece_bytes;
    if (!header_written_) {
        write_header(out);
        header_written_ = true;
        return true;
    }
    bool wrote = false;
    while (out.size() < enough && write_line(out)) wrote = true;
    return wrote;
}

std::string CsvWriter::series_title(SeriesDescription const& series) const {
    auto const& station = description_.stations[series.station];
    auto title = description_.stations.size() > 1 ? station.name + " " + series.name : series.name;
    auto const& unit = series.symbol.empty() ? series.unit : series.symbol;
    return unit.empty() ? title : title + " [" + unit + "]";
}

void CsvWriter::write_header(std::string& out) const {
    auto const& titles = options_.titles;
    if (options_.byte_order_mark) out += utf8_mark;
    append_text(out,
                options_.times == CsvTimes::iso ? titles.time : titles.time + " (" + to_string(options_.zone) + ")");
    auto const add = [&](std::string const& title) {
        out += ',';
        append_text(out, title);
    };
    if (options_.layout == CsvLayout::rows) {
        for (auto const& title : {titles.station, titles.series, titles.value, titles.unit}) add(title);
        if (options_.quality) add(titles.quality);
    } else {
        for (auto const& series : description_.series) {
            add(series_title(series));
            if (options_.quality) add(series_title(series) + " " + titles.quality);
        }
    }
    out += line_end;
}

bool CsvWriter::write_line(std::string& out) {
    return options_.layout == CsvLayout::wide ? write_wide_line(out) : write_row_line(out);
}

/// The next row of a series; nothing at its end.
SeriesRow const* CsvWriter::head(std::size_t series) {
    auto& head = heads_[series];
    while (!head.ended && head.at == head.rows.size()) {
        head.at = 0;
        head.ended = !source_.next(series, head.rows);
        if (head.ended) head.rows.clear();
    }
    return head.ended ? nullptr : &head.rows[head.at];
}

bool CsvWriter::write_wide_line(std::string& out) {
    std::optional<base::Instant> time;
    for (std::size_t i = 0; i < heads_.size(); ++i)
        if (auto const* row = head(i); row && (!time || row->time < *time)) time = row->time;
    if (!time) return false;
    write_time(out, *time);
    for (std::size_t i = 0; i < heads_.size(); ++i) {
        auto const* const row = head(i);
        bool const here = row && row->time == *time;
        out += ',';
        if (here) append_value(out, row->value);
        if (options_.quality) {
            out += ',';
            if (here) fmt::format_to(std::back_inserter(out), "{}", row->quality);
        }
        if (here) ++heads_[i].at;
    }
    out += line_end;
    return true;
}

bool CsvWriter::write_row_line(std::string& out) {
    while (series_ < heads_.size() && !head(series_)) ++series_;
    if (series_ == heads_.size()) return false;
    auto const& row = *head(series_);
    auto const& series = description_.series[series_];
    write_time(out, row.time);
    out += ',';
    append_text(out, description_.stations[series.station].name);
    out += ',';
    append_text(out, series.name);
    out += ',';
    append_value(out, row.value);
    out += ',';
    append_text(out, series.symbol.empty() ? series.unit : series.symbol);
    if (options_.quality) fmt::format_to(std::back_inserter(out), ",{}", row.quality);
    out += line_end;
    ++heads_[series_].at;
    return true;
}

void CsvWriter::write_time(std::string& out, base::Instant time) const {
    auto text = base::to_string(time.plus_seconds(options_.zone.minutes * 60LL));  // YYYY-MM-DDTHH:MM:SS.ffffffZ
    text.pop_back();
    if (text.ends_with(".000000")) text.erase(text.size() - 7);
    if (options_.times == CsvTimes::plain)
        text[10] = ' ';
    else
        text += to_string(options_.zone);
    out += text;
}

}  // namespace kunyu::observation_files
