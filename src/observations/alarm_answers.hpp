#pragma once
#include "base/json.hpp"
#include "observations/entity.hpp"
#include "observations/quality_alarm.hpp"
#include "observations/quality_alarm_service.hpp"
#include "observations/quality_maintenance_store.hpp"

#include <boost/json.hpp>

namespace kunyu::observations {

/// Where an alarm is: names for who reads a list.
struct AlarmPlace {
    Stream stream;
    Thing thing;
    bool editable = false;  ///< by the caller
};

boost::json::object to_json(AlarmStanding const& standing, AlarmPlace const& place);
boost::json::object to_json(AlarmEntry const& entry);
boost::json::object to_json(Maintenance const& maintenance);

/// The body of a new alarm (`whole`: name and rule are required) or of a change.
AlarmSettings read_alarm_settings(base::Reader& reader, bool whole);

}  // namespace kunyu::observations
