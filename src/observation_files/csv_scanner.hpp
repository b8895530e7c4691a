#pragma once
#include "observation_files/byte_source.hpp"

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::observation_files {

struct CsvShape {
    char delimiter = ',';
    char line_end = '\n';  ///< '\r' for files of old Macintosh programs; "\r\n" counts as '\n'
    friend bool operator==(CsvShape const&, CsvShape const&) = default;
};

struct CsvScanLimits {
    std::size_t record_bytes = 1024 * 1024;
    std::size_t quoted_bytes = 256 * 1024;  ///< of a record with quotes, which may go over line ends
    std::size_t columns = 4096;             ///< what stands further right is not looked at
};

/// Cuts a CSV file of any size into records, bounded in memory whatever the file holds. A record that cannot be cut is
/// named and left out; the next one begins on the line after it. Bytes, not characters: see decode_cell().
class CsvScanner {
  public:
    enum class Outcome {
        record,
        end,
        too_long,        ///< no line end within record_bytes
        unclosed_quote,  ///< neither within quoted_bytes nor before the end of the file
        stray_quote,     ///< text between a closing quote and the next delimiter
        nul_byte,
    };

    CsvScanner(ByteSource& source, CsvShape shape, CsvScanLimits limits = {});

    /// The next record, empty lines left out. Its cells stay valid until the next call.
    Outcome next();
    std::vector<std::string_view> const& cells() const { return cells_; }
    /// So many cells of a record are cut from now on.
    void look_at(std::size_t columns) { limits_.columns = columns; }
    std::uint64_t record_line() const { return record_line_; }  ///< on which it begins, from 1

    /// Passes over one line, whatever it holds. False at the end.
    bool skip_line();

    /// Where the next record begins, for resume_at().
    std::uint64_t offset() const { return buffer_offset_ + at_; }
    std::uint64_t line() const { return line_; }
    void resume_at(std::uint64_t offset, std::uint64_t line);

  private:
    struct Cut {
        Outcome outcome = Outcome::record;
        std::size_t end = 0;  ///< of the record's bytes, before its line end
    };

    bool fill();
    std::size_t find_line_end();
    void pass(std::size_t line_end);
    void pass_long_line();
    Outcome cut_record(std::size_t line_end);
    void split_plain(std::string_view record);
    Cut split_quoted();
    std::optional<Cut> try_split_quoted();
    std::optional<Outcome> take_quoted_cell(std::size_t& position);
    void add_cell(std::string_view cell);

    ByteSource& source_;
    CsvShape shape_;
    CsvScanLimits limits_;
    std::vector<char> buffer_;
    std::size_t at_ = 0;
    std::size_t filled_ = 0;
    bool source_ended_ = false;
    std::uint64_t buffer_offset_ = 0;  ///< of buffer_[0] in the file
    std::uint64_t line_ = 1;
    std::uint64_t record_line_ = 1;
    std::vector<std::string_view> cells_;
    std::deque<std::string> unescaped_;  ///< cells with doubled quotes
};

}  // namespace kunyu::observation_files
