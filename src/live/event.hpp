#pragma once
#include "base/result.hpp"
#include "base/time.hpp"
#include "live/news.hpp"
#include "observations/entity.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace kunyu::live {

/// Beyond so many new observations of a stream in one event they are only counted: who wants them reads their range.
inline constexpr std::size_t most_told = 500;

/// {stream, count, first, last, observations: [{id, time, result, quality}]} of what came after the cursor and ended
/// before `end`; nothing when there is none of it. Refused: archive.damaged.
base::Result<std::optional<std::string>> arrivals_json(observations::Stream const& stream, LiveStream const& news,
                                                       LiveCursor const& after, base::Instant end);

/// {stream, first, last, flags: [{id, quality}], reread}: where something is not as it was, in what ended before
/// `end`; nothing when it is nowhere there. `reread`: more has changed than these flags. First and last are null when
/// too much changed to say where; who may read only up to some moment is told nothing of that, since it could be all
/// behind it.
std::optional<std::string> changes_json(observations::Stream const& stream, LiveStream const& news,
                                        LiveCursor const& after, base::Instant end);

/// {streams: [...]}, empty when there is none.
std::string list_json(std::vector<std::string const*> const& items);

}  // namespace kunyu::live
