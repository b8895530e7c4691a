#pragma once
#include "base/json.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::identity {

/// A member that names a thing by number or by readable key ("mlr-sti", "P012", a log-in name), as text.
std::optional<std::string> read_key(base::Reader& reader, std::string_view member, bool required = false);

/// A list of such names; a list of objects, repeated names, or more than `max` of them is a fault.
std::vector<std::string> read_keys(base::Reader& reader, std::string_view member, std::size_t min, std::size_t max);

/// Small letters, digits and . _ - after a small letter or digit; 2 to 64 of them.
bool is_user_name(std::string_view text);

}  // namespace kunyu::identity
