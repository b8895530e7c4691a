#pragma once
#include "archive/batch.hpp"
#include "archive/store.hpp"
#include "base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace kunyu::observations {

/// An observation handed in that the archive has already.
struct Repeat {
    std::size_t place = 0;     ///< among the observations as they were handed in
    std::int64_t ordinal = 0;  ///< of the one that is there
    friend bool operator==(Repeat const&, Repeat const&) = default;
};

/// Takes out of what is handed in for a stream the observations that the archive has already, and says which; ascending
/// by place. For doors that may bring the same message twice: without this a repeated one would count twice. The same
/// is what agrees in the phenomenon's time and its end, the result time, the result, and all that its owner wrote with
/// it (feature, parameters, valid time, quality); flags do not count. It is compared with the stream as it stands:
/// what was deleted is not there, what was corrected is there as corrected. What is handed in twice at once stays.
/// Refused: archive.damaged.
base::Result<std::vector<Repeat>> take_out_repeats(archive::Store& store, archive::StreamPoints& handed_in);

}  // namespace kunyu::observations
