#pragma once
#include "base/time.hpp"

#include <boost/json.hpp>

#include <cstdint>
#include <optional>
#include <vector>

namespace kunyu::portal {

/// What was observed in one part of a stretch of time; of what is no number only how much there is.
struct RecordPart {
    std::int64_t count = 0;
    std::optional<double> min;
    std::optional<double> max;
    std::optional<double> mean;
    void add(RecordPart const& other);
};

/// Some days of a stream's record, in parts that are equally many on each day.
struct StreamRecord {
    base::Day first;
    base::Day after;                ///< not included
    std::vector<RecordPart> parts;  ///< parts_a_day for each day
    RecordPart whole() const;
    RecordPart on(base::Day day) const;
};
inline constexpr int parts_a_day = 8;

/// From a Series of the contract (buckets or points) that was asked for from the beginning of `first` to that of
/// `after` in as many parts. What it does not hold, since there is nothing or since it may not be read, is empty.
StreamRecord read_record(boost::json::value const& series, base::Day first, base::Day after);

}  // namespace kunyu::portal
