#pragma once
#include "base/result.hpp"
#include "registry/platform_query.hpp"

namespace kunyu::registry {

/// RFC 7946 features in CGCS2000 degrees; geometry null where the place is not known.
boost::json::object platform_features(sql::Session& session, PlatformFilter const& filter);

/// No list is longer.
inline constexpr std::int64_t most_exported = 200'000;

}  // namespace kunyu::registry
