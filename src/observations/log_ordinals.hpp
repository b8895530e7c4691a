#pragma once
#include "archive/store.hpp"
#include "base/result.hpp"

#include <cstdint>
#include <map>
#include <set>

namespace kunyu::observations {

/// By stream.
using Ordinals = std::map<std::int64_t, std::int64_t>;

/// The ordinal that the next observation of each of these streams has after this frame. Frames hold no ordinals, so
/// they are counted backwards: an empty frame is appended, and on the log's thread, with everything before it applied
/// and nothing behind it, a stream's next ordinal is known; less what the log holds of the stream since the frame, that
/// is the one asked for. Where the log has let go of frames behind it, it is that of the first one that is left.
/// Refused: what the archive refuses.
base::Result<Ordinals> ordinals_after(archive::Store& store, std::uint64_t frame,
                                      std::set<std::int64_t> const& streams);

}  // namespace kunyu::observations
