#pragma once
#include "observations/catalogue.hpp"
#include "sql/database.hpp"

namespace kunyu::observations {

/// One station with all that it uses, as this session (or transaction) sees it; for answers to writes, whose work the
/// catalogue does not know yet.
View load_station_view(sql::Session& session, ThingId thing);

}  // namespace kunyu::observations
