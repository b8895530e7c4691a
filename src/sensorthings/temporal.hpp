#pragma once
#include "sensorthings/expression.hpp"
#include "sensorthings/value.hpp"

#include <optional>

namespace kunyu::sensorthings {

/// A moment or a half-open interval. An interval without length is a moment.
struct When {
    base::Instant from;
    base::Instant to;
    bool is_moment() const { return from == to; }
};

/// Moments, intervals, days (midnight UTC), and texts that are one of these; nothing for other values.
std::optional<When> when_of(Value const& value);

/// eq, ne, gt, ge, lt, le between moments and intervals. The standard leaves intervals open; these are the answers that
/// the reference server's tests expect: a lt b when a ends by the time b begins; a le b between intervals when a
/// neither begins nor ends after b, otherwise when a ends by the time b begins.
bool compare_times(Function comparison, When const& a, When const& b);

/// before, after, meets, during, overlaps, starts, finishes; symmetric but for before, after and during.
bool relate_times(Function relation, When const& a, When const& b);

}  // namespace kunyu::sensorthings
