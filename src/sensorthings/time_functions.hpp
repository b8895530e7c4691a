#pragma once
#include "base/time.hpp"
#include "sensorthings/expression.hpp"
#include "sensorthings/value.hpp"

#include <span>

namespace kunyu::sensorthings {

/// year to totaloffsetminutes: of a moment in the offset it was written with (UTC for what the archive keeps), of an
/// interval's begin, of a day or a time of day as far as they have it. Null for others.
Value time_part(Function function, Value const& of);

/// now(), mindatetime() (0001-01-01T00:00:00Z) and maxdatetime() (the last microsecond of 9999).
Value fixed_time(Function function, base::Instant now);

}  // namespace kunyu::sensorthings
