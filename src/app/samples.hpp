#pragma once
#include "app/observe.hpp"
#include "base/result.hpp"

#include <cstdint>

namespace kunyu::app {

/// Sample platforms, calls, applications and reports, and stations with simulated observations; how many things were
/// made. Returns when the observations have been handed in and tested, by this process or by a server beside it.
base::Result<std::int64_t> load_sample(ObservationFolder& opened);
/// How many things were removed.
base::Result<std::int64_t> remove_sample(ObservationFolder& opened);

}  // namespace kunyu::app
