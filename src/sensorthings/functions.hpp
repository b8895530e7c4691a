#pragma once
#include "base/time.hpp"
#include "sensorthings/expression.hpp"
#include "sensorthings/value.hpp"

#include <span>

namespace kunyu::sensorthings {

/// Applies a comparison, an operation of arithmetic or a function (all but or, and, not) to values none of which is
/// Several. As in OData a null operand, or one the function has no answer for, makes null; only eq and ne compare with
/// null, and every other comparison with null is false.
///
/// More is taken than OData does, as clients of this standard expect: a text that is a number compares with numbers
/// (result gt '3'), a text that is a time with times; an interval stands for its begin in year() and its like.
Value apply(Function function, std::span<Value const> arguments, base::Instant now);

}  // namespace kunyu::sensorthings
