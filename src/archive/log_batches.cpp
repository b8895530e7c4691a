#include "archive/log_batches.hpp"

namespace kunyu::archive {

base::Result<void> read_batches(FrameLog const& log, std::uint64_t after, TakeBatch const& take) {
    base::Result<void> decoded = {};
    KUNYU_TRY_VOID(log.read(after + 1, [&](Frame const& frame) {
        auto batch = decode_batch(frame.body);
        if (!batch) decoded = batch.error();
        return batch.has_value() && take(frame, *batch);
    }));
    return decoded;
}

}  // namespace kunyu::archive
