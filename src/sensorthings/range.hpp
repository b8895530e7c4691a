#pragma once
#include "base/time.hpp"
#include "sensorthings/expression.hpp"

#include <cstdint>
#include <optional>

namespace kunyu::sensorthings {

/// What a filter of observations says that an archive can use: every observation that the filter takes lies within
/// these bounds, which are half-open. What else the filter says is evaluated row by row.
struct FilterRange {
    std::optional<base::Instant> from;  ///< of phenomenonTime, or where it begins; included
    std::optional<base::Instant> to;    ///< not included
    std::optional<std::int64_t> id_from;
    std::optional<std::int64_t> id_to;
    std::optional<std::int64_t> stream;  ///< Datastream/id or MultiDatastream/id is this
    /// The bounds say all that the filter says, for observations whose phenomenonTime is a moment: those within need no
    /// evaluation.
    bool exact = true;
};

/// The bounds of the parts that stand joined by `and` at the top. Never narrower than the filter.
FilterRange range_of(Expression const& filter, base::Instant now);

}  // namespace kunyu::sensorthings
