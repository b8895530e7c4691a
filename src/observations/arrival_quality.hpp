#pragma once
#include "archive/store.hpp"
#include "base/result.hpp"
#include "observations/quality_rows.hpp"

#include <cstdint>
#include <vector>

namespace kunyu::observations {

/// What the tests found of observations that came in: the flags that are new, for the archive, and what the alarms are
/// to see.
struct ArrivalFindings {
    std::vector<archive::FlagRun> flags;
    std::vector<QualityRows> stretches;  ///< ascending and apart in time; with everything that came in

    /// The flag of an observation that came in; what it brought along when it is no longer there.
    quality::Flag flag_of(std::int64_t time, double value, std::uint8_t own) const;
};

/// Tests what came in for a stream at these times (ascending), and what it affects: the value before may be known to be
/// a spike now, and what stands behind a late one is looked at again. Testing the same again finds the same. Refused:
/// archive.damaged.
base::Result<ArrivalFindings> test_arrivals(archive::Store& store, StreamTests const& tests,
                                            std::vector<std::int64_t> const& times);

}  // namespace kunyu::observations
