#pragma once
#include "observation_files/series.hpp"
#include "observation_files/time_format.hpp"

#include <string>
#include <vector>

namespace kunyu::observation_files {

enum class CsvLayout {
    wide,  ///< a line a time, a column a series
    rows,  ///< a line an observation
};
enum class CsvTimes {
    iso,    ///< 2018-09-06T05:00:00+08:00: says all there is to say
    plain,  ///< 2018-09-06 05:00:00, the offset in the header: spreadsheets take it for a time
};

/// Titles of the columns that do not come from the description; the edge puts them in the reader's language.
struct CsvTitles {
    std::string time = "time";
    std::string station = "station";
    std::string series = "series";
    std::string value = "value";
    std::string unit = "unit";
    std::string quality = "quality";
};

struct CsvWriterOptions {
    CsvLayout layout = CsvLayout::wide;
    CsvTimes times = CsvTimes::iso;
    ZoneOffset zone;
    bool byte_order_mark = true;  ///< without it Chinese spreadsheet programs read GBK
    bool quality = true;          ///< the QARTOD flags too
    CsvTitles titles;
};

/// Writes series as CSV after RFC 4180 in UTF-8, piece by piece in bounded memory. Numbers are written with as few
/// digits as give the same double back; fractions of a second only where there are any. The door reads it again.
/// Description and source must outlive the writer.
class CsvWriter {
  public:
    CsvWriter(ExportDescription const& description, SeriesSource& source, CsvWriterOptions options);
    /// Appends the next piece, some 64 KiB; false when all is written.
    bool next(std::string& out);

  private:
    /// What is read of a series and not yet written.
    struct Head {
        std::vector<SeriesRow> rows;
        std::size_t at = 0;
        bool ended = false;
    };

    void write_header(std::string& out) const;
    bool write_line(std::string& out);
    bool write_wide_line(std::string& out);
    bool write_row_line(std::string& out);
    SeriesRow const* head(std::size_t series);
    void write_time(std::string& out, base::Instant time) const;
    std::string series_title(SeriesDescription const& series) const;

    ExportDescription const& description_;
    SeriesSource& source_;
    CsvWriterOptions options_;
    std::vector<Head> heads_;
    std::size_t series_ = 0;  ///< the one written, in the layout of rows
    bool header_written_ = false;
};

}  // namespace kunyu::observation_files
