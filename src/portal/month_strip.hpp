#pragma once
#include "portal/page.hpp"

#include <boost/json.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace kunyu::portal {

/// How complete a stream was in each of the last twelve months, this one up to today: {month, share, level}. A month of
/// which the public may not yet read all (`readable_until` of the stream, or null) says that alone; a month for which
/// no programme was known is unknown.
base::Result<Data> month_strip(Page const& page, std::string const& stream, boost::json::value const& readable_until);

/// Level of a share in per mille, for its look: full, high (90 % or more), half, low, none.
std::string_view share_level(std::int64_t per_mille);

}  // namespace kunyu::portal
