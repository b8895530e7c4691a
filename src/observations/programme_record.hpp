#pragma once
#include "observations/station.hpp"

#include <boost/json.hpp>

#include <cstdint>

namespace kunyu::observations {

/// What the audit record calls a programme.
inline constexpr char const* programme_kind = "station_programme";

/// A programme as the audit record keeps it, and back; the record has neither its id nor its version.
boost::json::object record_of(Programme const& part);
Programme programme_in(boost::json::object const& record, ProgrammeId id);

}  // namespace kunyu::observations
