#pragma once
#include "base/ids.hpp"
#include "base/result.hpp"
#include "identity/caller.hpp"
#include "sql/database.hpp"

#include <cstdint>

namespace kunyu::programme {

/// A history of the plan of 2017 as it might have been, marked as sample wherever it is shown: yearly plans and
/// quarterly reports from 2017 to 2020 (some late, some missing, a task that falls behind and recovers), evidence and
/// verifications, an extension, a slip that escalates and is closed. The same each time. Nothing when there are samples
/// already, or no such plan; answers how many things were made.
std::int64_t load_sample_history(sql::Tx& tx, base::IdGenerator& ids);

/// Removes it; what was known follows from what is left.
std::int64_t remove_sample_history(sql::Tx& tx);

}  // namespace kunyu::programme
