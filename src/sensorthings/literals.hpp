#pragma once
#include "base/result.hpp"
#include "sensorthings/scanner.hpp"
#include "sensorthings/value.hpp"

#include <optional>

namespace kunyu::sensorthings {

/// The literal that comes next: 'text', a number, true, false, null, a moment, an interval, a day, a time of day,
/// duration'P1D', geography'POINT (30 10)' or geometry'..'. Nothing when something else comes; then the scanner stands
/// where it stood. Refuses (sensorthings.bad_literal) what begins as a literal and is none.
base::Result<std::optional<Value>> take_literal(Scanner& scanner);

}  // namespace kunyu::sensorthings
