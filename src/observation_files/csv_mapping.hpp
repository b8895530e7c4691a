#pragma once
#include "base/result.hpp"
#include "observation_files/cell_text.hpp"
#include "observation_files/time_format.hpp"

#include <boost/json.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::observation_files {

enum class CsvDelimiter { automatic, comma, semicolon, tab, pipe };

/// Names of the enumerations in JSON, in their order.
inline constexpr std::array<std::string_view, 3> csv_encodings{"auto", "utf-8", "gb18030"};
inline constexpr std::array<std::string_view, 5> csv_delimiters{"auto", "comma", "semicolon", "tab", "pipe"};

/// What a mapping may hold.
inline constexpr std::size_t longest_csv_column = 200;  ///< characters
inline constexpr std::size_t most_csv_values = 1000;    ///< value columns
inline constexpr std::int64_t most_skipped_lines = 10'000;

/// A column by the text of its header, or "#3" for the third.
using CsvColumn = std::string;

/// Where the time stands. Of several columns the cells are read as one, joined by a space: date and time apart.
struct CsvTime {
    std::vector<CsvColumn> columns;
    TimeFormat format = TimeFormat::iso();
    ZoneOffset zone;
};

/// A column of values.
struct CsvValueColumn {
    CsvColumn column;
    /// Without code columns the key of the stream. With them what is put behind the code, parted by a point
    /// ("L1_GP_1.gpsTotalX"); may be empty.
    std::string stream;
    double factor = 1;  ///< value * factor + offset is in the unit of the stream
    double offset = 0;
    std::optional<CsvColumn> quality_column;  ///< nothing: the mapping's, if it has one
};

/// Where a code read from the file leads.
struct CsvCode {
    std::string code;
    std::string stream;
    double factor = 1;
    double offset = 0;
};

/// A text of a quality column and the QARTOD flag it means.
struct CsvQualityText {
    std::string text;
    std::uint8_t flag = 2;
};

/// How a station's CSV file is read. Kept as JSON with the station (see docs/user).
struct CsvMapping {
    CsvEncoding encoding = CsvEncoding::automatic;
    CsvDelimiter delimiter = CsvDelimiter::automatic;
    std::int64_t skip_lines = 0;  ///< before the header
    bool header = true;
    std::int64_t skip_after_header = 0;  ///< lines of units, as Campbell loggers write them
    bool decimal_comma = false;
    CsvTime time;
    std::vector<CsvValueColumn> values;
    /// Empty: each value column is one stream ("wide"). Else the cells of these columns, joined by "/", name the stream
    /// ("long").
    std::vector<CsvColumn> code_columns;
    std::vector<CsvCode> codes;  ///< a code that is not among them is itself the key of a stream
    std::vector<std::string> missing{"", "NaN", "NA", "null", "-9999", "---"};
    std::optional<CsvColumn> quality_column;
    std::vector<CsvQualityText> quality_texts;  ///< empty: the column holds QARTOD flags
};

/// Refuses with base.invalid_input and every fault; see the rules at check() in the .cpp.
base::Result<CsvMapping> read_csv_mapping(boost::json::value const& value);
boost::json::object to_json(CsvMapping const& mapping);

}  // namespace kunyu::observation_files
