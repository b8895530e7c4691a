#pragma once
#include "base/result.hpp"
#include "sql/value.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace kunyu::sql {

/// Where a page of a list ends: the sort values of its last row, as opaque base64url text. `list` names the list and
/// its order ("platforms/name"), so that a cursor of one does not open another.
std::string encode_cursor(std::string_view list, std::vector<Value> const& keys);

/// What encode_cursor was given. `shape` has one letter a key: i integer, r real, t text. Refuses with base.bad_cursor
/// (400) what was cut, changed or made for another list.
base::Result<std::vector<Value>> decode_cursor(std::string_view list, std::string_view shape, std::string_view cursor);

}  // namespace kunyu::sql
