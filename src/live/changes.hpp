#pragma once
#include "archive/store.hpp"
#include "base/result.hpp"
#include "live/news.hpp"

#include <optional>
#include <vector>

namespace kunyu::live {

/// Where the observations lie that a later version concerns, as they were received and as they were put in their
/// place; nothing when there are more than LiveLog::most_places, or one cannot be found any more. Refused:
/// archive.damaged.
base::Result<std::optional<std::vector<ChangedPlace>>> places_of(archive::Store& store,
                                                                 archive::Revision const& revision);
/// The same of flags found on arrival, which mostly concern what has just come.
base::Result<std::optional<std::vector<ChangedPlace>>> places_of(archive::Store& store,
                                                                 archive::ArrivalFlags const& flags,
                                                                 std::vector<LiveArrival> const& arrivals);

}  // namespace kunyu::live
