#pragma once
#include "sensorthings/expression.hpp"
#include "sensorthings/value.hpp"

#include <span>

namespace kunyu::sensorthings {

/// substringof to concat; places and lengths are in characters (code points), from 0. Null where a text is missing.
Value apply_to_texts(Function function, std::span<Value const> arguments);

}  // namespace kunyu::sensorthings
