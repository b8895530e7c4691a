#pragma once
#include "base/time.hpp"
#include "observations/catalogue.hpp"
#include "sql/database.hpp"

namespace kunyu::observations {

/// Stations, streams and programmes as they were recorded at a moment in the past: what the audit record tells of later
/// changes is taken back. Costs as much as has been changed since. Names and places of other entities, and
/// calibrations, are those of `now`.
View view_as_of(sql::Session& session, View const& now, base::Instant at);

}  // namespace kunyu::observations
