#pragma once
#include "base/time.hpp"
#include "sql/database.hpp"

#include <cstdint>
#include <string_view>

namespace kunyu::jobs {

/// Removes the jobs of a schedule that were done before that moment, with the notes that it fired: for schedules that
/// fire so often that nobody wants to read of each. What failed stays. Answers how many jobs went.
std::int64_t remove_done(sql::Tx& tx, std::string_view schedule, base::Instant before);

}  // namespace kunyu::jobs
