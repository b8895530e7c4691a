#pragma once
#include "base/result.hpp"
#include "observation_files/csv_mapping.hpp"

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::observation_files {

/// What a column of a sample was taken for.
enum class ColumnRole {
    time,
    value,
    code,
    quality,
    derived,   ///< says what the time says: year, day of the year, a running number
    constant,  ///< the same on every line
    empty,
    text,
};
inline constexpr std::array<std::string_view, 8> column_roles{"time",    "value",    "code",  "quality",
                                                              "derived", "constant", "empty", "text"};

struct ColumnGuess {
    std::string name;
    ColumnRole role = ColumnRole::text;
    std::vector<std::string> examples;  ///< the first three cells
};

/// A mapping to begin with; it can be kept as it is. Its streams are called after the headers (or the codes in the
/// file): whom they belong to is for the user to say.
struct CsvSuggestion {
    CsvMapping mapping;
    std::vector<ColumnGuess> columns;
    bool ambiguous_date = false;  ///< day/month and month/day both fit; day/month was taken
};

/// Guesses from the beginning of a file (64 KiB or more are good) how it is to be read. Refuses with
/// observation_files.nothing_recognised when there are no times or no values, and as find_dialect() does.
base::Result<CsvSuggestion> suggest_mapping(std::string_view sample);

}  // namespace kunyu::observation_files
