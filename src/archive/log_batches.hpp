#pragma once
#include "archive/batch.hpp"
#include "archive/frame_log.hpp"

#include <cstdint>
#include <functional>

namespace kunyu::archive {

/// What a frame of the log holds, taken apart; false ends the reading.
using TakeBatch = std::function<bool(Frame const& frame, Batch& batch)>;

/// The frames after this one, each decoded, until `take` says false or there are no more. What the log has let go of is
/// passed over. Refused: archive.damaged.
base::Result<void> read_batches(FrameLog const& log, std::uint64_t after, TakeBatch const& take);

}  // namespace kunyu::archive
