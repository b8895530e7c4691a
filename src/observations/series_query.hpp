#pragma once
#include "base/result.hpp"
#include "identity/query.hpp"
#include "observations/series.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace kunyu::observations {

/// A moment of RFC 3339, or a day, which stands for its beginning in Asia/Shanghai. Faults: observations.bad_moment.
std::optional<base::Instant> moment_in(identity::QueryReader& query, std::string_view name);
/// from and to; the end is after the beginning.
void read_range(identity::QueryReader& query, std::optional<base::Instant>& from, std::optional<base::Instant>& to);
/// from, to, buckets, as_of, skip_bad, calibrated.
SeriesQuery read_series_query(identity::QueryReader& query);
inline constexpr std::size_t most_compared = 8;
/// streams=1,2,…: at least one, none twice.
std::vector<StreamId> read_streams(identity::QueryReader& query, std::size_t most = most_compared);

}  // namespace kunyu::observations
