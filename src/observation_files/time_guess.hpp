#pragma once
#include "observation_files/csv_sample.hpp"
#include "observation_files/time_format.hpp"

#include <optional>
#include <vector>

namespace kunyu::observation_files {

/// Where a sample has its times, and how they are written.
struct TimeGuess {
    std::vector<std::size_t> columns;
    TimeFormat format = TimeFormat::iso();
    /// The days of the sample read as well as day/month as as month/day.
    bool ambiguous = false;
};

/// Dates before counters of seconds, columns called time before others, the first before the later. Nothing when in
/// no column most cells are times.
std::optional<TimeGuess> guess_time(CsvSample const& sample);

/// A time in the format of one of those known, for telling that a column holds times too.
bool holds_times(std::vector<std::string> const& cells);

}  // namespace kunyu::observation_files
