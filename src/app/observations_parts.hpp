#pragma once
#include "base/ids.hpp"
#include "http/router.hpp"
#include "identity/gate.hpp"
#include "observations/catalogue.hpp"
#include "observations/device_activity.hpp"
#include "observations/device_directory.hpp"
#include "observations/device_limits.hpp"
#include "observations/device_service.hpp"
#include "observations/entity_service.hpp"
#include "observations/network_service.hpp"
#include "observations/station_part_service.hpp"
#include "observations/station_service.hpp"
#include "operations/attachments.hpp"
#include "sql/database.hpp"

namespace kunyu::app {

/// Stations, streams and devices: what is kept of them in memory, and the services. Safe for all threads.
class ObservationsParts {
  public:
    ObservationsParts(base::IdGenerator& ids, sql::Database& database);
    ObservationsParts(ObservationsParts const&) = delete;
    ObservationsParts& operator=(ObservationsParts const&) = delete;

    void add_routes(http::Router& router, identity::Gate const& gate);
    /// Who may read the files of stations, programmes, calibrations and networks.
    void add_attachments(operations::Attachments& attachments) const;

    observations::Catalogue catalogue;
    observations::DeviceDirectory directory;
    observations::DeviceLimits device_limits;
    observations::DeviceActivity device_activity;

    observations::EntityService entities;
    observations::StationService stations;
    observations::StationPartService parts;
    observations::NetworkService networks;
    observations::DeviceService devices;

  private:
    sql::Database& database_;
};

}  // namespace kunyu::app
