#pragma once
#include "http/router.hpp"
#include "identity/gate.hpp"
#include "observations/catalogue.hpp"
#include "observations/device_service.hpp"
#include "observations/entity_service.hpp"
#include "observations/network_service.hpp"
#include "observations/station_part_service.hpp"
#include "observations/station_service.hpp"
#include "sql/database.hpp"

namespace kunyu::observations {

/// What each of these is given must outlive the router.

/// /api/v1/stations, the list and what its stations have together.
void add_station_list_routes(http::Router& router, identity::Gate const& gate, Catalogue& catalogue);
/// /api/v1/stations, but the list.
void add_station_routes(http::Router& router, identity::Gate const& gate, EntityService const& entities,
                        StationService const& stations);
/// Programmes and deployments below /api/v1/stations/{id}, calibrations below /api/v1/streams/{id}.
void add_station_part_routes(http::Router& router, identity::Gate const& gate, StationPartService const& parts);
/// /api/v1/station-networks.
void add_network_routes(http::Router& router, identity::Gate const& gate, NetworkService const& networks);
/// /api/v1/devices, and below /api/v1/stations/{id}. A reply with a key is not kept for repetition.
void add_device_routes(http::Router& router, identity::Gate const& gate, sql::Database& database,
                       DeviceService const& devices);

}  // namespace kunyu::observations
