#pragma once
#include "base/time.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace kunyu::programme {

/// An act that made something known of a source (a report, a piece of evidence): from then on it says `value`, or
/// nothing any more.
struct KnownAct {
    base::Instant at;
    std::int64_t source = 0;
    std::int64_t rank =
        0;  ///< of the sources that say something at the end of a day, the one of the greatest rank counts
    std::optional<std::int64_t> value;
};

/// What was known at the end of each day from known_from until before known_to.
struct KnownSpan {
    base::Day known_from;
    base::Day known_to;
    std::int64_t source = 0;
    std::int64_t rank = 0;
    std::int64_t value = 0;
    friend bool operator==(KnownSpan const&, KnownSpan const&) = default;
};

/// By day; an act of a day never changes what was known on an earlier one. Acts of one moment count in their order.
std::vector<KnownSpan> known_spans(std::vector<KnownAct> acts);
/// Spans that touch made one, whatever their source.
std::vector<KnownSpan> joined(std::vector<KnownSpan> const& spans);

/// The percent of a whole task to be reached by the end of a cycle.
struct PlannedPoint {
    base::Day cycle_end;
    std::int64_t percent = 0;
};

/// A year's plan as accepted on a day; without points: it no longer has the task.
struct PlanAcceptance {
    base::Day known_from;
    std::int64_t year = 0;
    std::vector<PlannedPoint> points;
};

/// What was to be reached on the days from valid_from until before valid_to, as known from known_from until before
/// known_to.
struct PlannedSpan {
    base::Day valid_from;
    base::Day valid_to;
    base::Day known_from;
    base::Day known_to;
    std::int64_t percent = 0;
    friend bool operator==(PlannedSpan const&, PlannedSpan const&) = default;
};

/// A cycle's percent holds from the day after the cycle until the next planned cycle has ended. Of two acceptances of a
/// year on one day the later in the list counts. The acceptances stand in the order in which they were made.
std::vector<PlannedSpan> planned_spans(std::vector<PlanAcceptance> const& acceptances);

}  // namespace kunyu::programme
