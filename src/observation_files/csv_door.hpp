#pragma once
#include "base/result.hpp"
#include "base/time.hpp"
#include "observation_files/byte_source.hpp"
#include "observation_files/csv_columns.hpp"
#include "observation_files/csv_dialect.hpp"
#include "observation_files/csv_mapping.hpp"
#include "observation_files/csv_report.hpp"
#include "observation_files/csv_scanner.hpp"
#include "observation_files/csv_streams.hpp"
#include "observation_files/missing_cells.hpp"
#include "observation_files/seen_rows.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::observation_files {

/// One value. `stream` counts into CsvDoor::streams().
struct CsvRow {
    std::uint32_t stream = 0;
    base::Instant time;
    double value = 0;  ///< finite, in the unit of the stream
    std::uint8_t quality = 2;
    std::uint64_t line = 0;  ///< on which it stands
    friend bool operator==(CsvRow const&, CsvRow const&) = default;
};

/// Between two lines of a file: where reading may begin anew after a stop.
struct CsvPlace {
    std::uint64_t offset = 0;  ///< bytes from the beginning
    std::uint64_t line = 1;
    friend bool operator==(CsvPlace const&, CsvPlace const&) = default;
};

struct CsvDoorOptions {
    base::Instant earliest{-2'208'988'800'000'000};  ///< 1900-01-01T00:00:00Z; what is before is a fault
    base::Instant latest;                            ///< a year from now, say; what is not before is one, too
    std::size_t batch_rows = 10'000;
    std::size_t kept_errors = 1000;
    std::size_t remembered_rows = 4'000'000;  ///< see SeenRows; 64 MB
    std::size_t most_streams = 10'000;
    CsvScanLimits scan;
};

/// Reads a station's CSV file of any size in bounded memory: rows out, faults noted without stopping. Values that are
/// missing yield no row; of rows with one stream and time the first counts. One thread at a time.
class CsvDoor {
  public:
    /// Reads up to the first row. The source must outlive the door. Refuses what no row can be read from:
    /// observation_files.empty_file, .unknown_encoding, .no_such_column {column, columns}, .repeated_column {column},
    /// .no_header.
    static base::Result<CsvDoor> open(ByteSource& source, CsvMapping mapping, CsvDoorOptions options);

    /// Goes on where a reading stopped: what stands before is not seen, so not counted either.
    void resume_at(CsvPlace place);
    /// Replaces `rows` by the next ones, perhaps none when faults fill a long stretch. False at the end of the file.
    bool next(std::vector<CsvRow>& rows);

    /// Behind the rows given out; its offset over the size of the file is the progress.
    CsvPlace place() const { return {scanner_.offset(), scanner_.line()}; }
    /// Keys of the streams met so far; those of a wide file from the beginning.
    std::vector<std::string> const& streams() const { return streams_.keys(); }
    CsvReport const& report() const { return report_; }
    CsvDialect const& dialect() const { return dialect_; }

  private:
    CsvDoor(ByteSource& source, CsvMapping mapping, CsvDoorOptions options, CsvDialect const& dialect);
    base::Result<void> read_header();

    void read_record(std::vector<CsvRow>& rows);
    std::optional<base::Instant> read_time();
    std::string_view cell(std::size_t column) const;
    std::string_view joined(std::vector<std::size_t> const& columns, char separator);
    std::string_view code_cell();
    void read_value(CsvColumns::Value const& column, CsvStreams::Target const& target, base::Instant time,
                    std::vector<CsvRow>& rows);
    bool read_number_cell(std::string_view text, std::size_t column, double& value);
    std::optional<std::uint8_t> read_quality(CsvColumns::Value const& column);
    void note(std::size_t column, std::string_view value, std::string_view code);

    CsvMapping mapping_;
    CsvDoorOptions options_;
    CsvDialect dialect_;
    CsvScanner scanner_;
    CsvColumns columns_;
    CsvStreams streams_;
    SeenRows seen_;
    TimeFormat time_format_;  ///< in the encoding of the file
    MissingCells missing_;
    std::string joined_;
    CsvReport report_;
};

}  // namespace kunyu::observation_files
