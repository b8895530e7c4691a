#pragma once
#include "sql/database.hpp"

#include <cstdint>

namespace kunyu::audit {

/// The sequence of the newest record, 0 before the first: rises with every change that is recorded, so that what was
/// derived from grants, organisations or stations is known to stand while it does.
std::int64_t last_sequence(sql::Session& session);

}  // namespace kunyu::audit
