#pragma once
#include "archive/store.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "observations/series.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace kunyu::observations {

/// One day of Asia/Shanghai in a calendar of completeness.
struct CalendarDay {
    base::Day day;
    /// Observations; nothing where all that could be there is under an embargo for the reader.
    std::optional<std::int64_t> count;
    /// By the programmes of the day, up to now; nothing where there is none.
    std::optional<std::int64_t> expected;
    /// Of those expected, at most as many as each stream should have, so that too many of one do not hide what another
    /// lacks.
    std::optional<std::int64_t> received;
};

/// The days of the year up to today, over the streams together. A day of a stream counts when the reader may read all
/// of it. Refused: archive.damaged.
base::Result<std::vector<CalendarDay>> calendar_of(archive::Store& store, std::vector<StreamReach> const& streams,
                                                   int year, base::Instant now);

}  // namespace kunyu::observations
