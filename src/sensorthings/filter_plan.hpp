#pragma once
#include "sensorthings/observation_set.hpp"
#include "sensorthings/range.hpp"
#include "sensorthings/reading.hpp"

#include <cstddef>
#include <vector>

namespace kunyu::sensorthings {

/// A filter of observations taken apart where `and` joins it at the top, so that little is left to ask of every row:
/// `Datastream/Thing/name eq 'x' and phenomenonTime ge … and result gt 3` asks each stream once, gives the archive a
/// range, and compares the results of what is in it. The filter outlives it.
struct FilterPlan {
    FilterRange range;                          ///< of the whole; exact when nothing is to be asked of rows
    std::vector<Expression const*> of_streams;  ///< speak of Datastream and MultiDatastream alone
    std::vector<Expression const*> of_spans;    ///< said by the range, but for rows that last some time
    std::vector<Expression const*> of_rows;

    /// How much longer a row takes than without a filter, as a factor.
    std::size_t cost() const;
};
/// nullptr: no filter, everything is taken.
FilterPlan plan_of(Expression const* filter, base::Instant now);

/// The streams of the set in which the filter can take anything.
ObservationSet within(Reading const& reading, ObservationSet set, FilterPlan const& plan);
/// Whether the filter takes an observation of those streams that lies in the range.
bool takes(Reading const& reading, FilterPlan const& plan, observations::Observation const& row);

}  // namespace kunyu::sensorthings
