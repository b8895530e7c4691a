#pragma once
#include "sensorthings/expression.hpp"
#include "sensorthings/value.hpp"

#include <compare>
#include <optional>

namespace kunyu::sensorthings {

/// A moment, a span or a day.
bool is_time(Value const& value);

/// eq, ne, gt, ge, lt or le. What cannot be compared is not equal, and neither greater nor less.
bool compare(Function comparison, Value const& a, Value const& b);

/// The order of $orderby: null first, then what compares; what does not compare keeps its place.
std::weak_ordering order(Value const& a, Value const& b);

}  // namespace kunyu::sensorthings
