#pragma once
#include "base/messages.hpp"
#include "base/result.hpp"
#include "documents/table.hpp"
#include "registry/platform_query.hpp"

namespace kunyu::registry {

/// The list as filtered, for CSV and XLSX, with headings and words in the reader's language.
documents::Table platform_table(sql::Session& session, RuleBook const& rules, PlatformFilter const& filter,
                                base::Language language);

/// RFC 7946 features in CGCS2000 degrees; geometry null where the place is not known.
boost::json::object platform_features(sql::Session& session, PlatformFilter const& filter);

/// No list is longer.
inline constexpr std::int64_t most_exported = 200'000;

}  // namespace kunyu::registry
