#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::observation_files {

/// What is wrong with a line or one of its cells. `code` is a message of the catalogue with the parameter {value}.
struct CsvRowError {
    std::uint64_t line = 0;
    std::size_t column = 0;  ///< from 1; 0: the line as a whole
    std::string value;       ///< what stands there, cut for showing
    std::string code;
};

/// What became of a file so far. All counts are exact, of the faults the first ones are kept.
struct CsvReport {
    std::uint64_t records = 0;   ///< lines with something on them, behind the header
    std::uint64_t rows = 0;      ///< values given out
    std::uint64_t missing = 0;   ///< cells that say there is no value
    std::uint64_t repeated = 0;  ///< values that stand in the file once more
    bool repeats_exact = true;   ///< false: the file is longer than what is remembered of it
    std::uint64_t errors = 0;
    std::map<std::string, std::uint64_t, std::less<>> errors_by_code;
    std::vector<CsvRowError> kept_errors;

    /// Counts a fault, and keeps it while there are fewer than `most` of them.
    void note(CsvRowError error, std::size_t most);
    /// What went before and what came after.
    void add(CsvReport const& later, std::size_t most_errors);
};

}  // namespace kunyu::observation_files
