#pragma once
#include "archive/store.hpp"
#include "base/result.hpp"

#include <cstdint>
#include <map>
#include <set>

namespace kunyu::observations {

/// The ordinals that the next observations of some streams get, and the frame after which that is so.
struct Standing {
    std::uint64_t sequence = 0;
    std::map<std::int64_t, std::int64_t> next;
};

/// Frames hold no ordinals. An empty one is appended: on the log's thread, with everything before it applied and
/// nothing behind it, they are known. Refused: what the archive refuses.
base::Result<Standing> standing_of(archive::Store& store, std::set<std::int64_t> const& streams);

}  // namespace kunyu::observations
