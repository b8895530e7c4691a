#pragma once
#include "sensorthings/expression.hpp"
#include "sensorthings/value.hpp"

namespace kunyu::sensorthings {

/// add, sub, mul, div, mod: of numbers (div is never cut to whole numbers: results are measurements), of a moment or an
/// interval and a duration, of two moments, of durations, of a duration and a number. Null for others, for a division
/// by 0 and for times out of reach.
Value calculate(Function function, Value const& a, Value const& b);

/// round (halves away from 0), floor, ceiling; null for what is no number.
Value round_number(Function function, Value const& of);

}  // namespace kunyu::sensorthings
