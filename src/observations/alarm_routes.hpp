#pragma once
#include "http/router.hpp"
#include "identity/gate.hpp"
#include "observations/quality_alarm_service.hpp"
#include "observations/quality_maintenance_service.hpp"

namespace kunyu::observations {

/// Alarms of streams, what happened to them, and the maintenance of stations. The services must outlive the router.
void add_alarm_routes(http::Router& router, identity::Gate const& gate, AlarmService const& alarms);
void add_maintenance_routes(http::Router& router, identity::Gate const& gate, MaintenanceService const& maintenance);

}  // namespace kunyu::observations
