#pragma once
#include "archive/store.hpp"
#include "http/router.hpp"
#include "identity/gate.hpp"
#include "observations/catalogue.hpp"
#include "observations/device_activity.hpp"
#include "observations/device_directory.hpp"
#include "observations/device_limits.hpp"
#include "observations/entity_service.hpp"
#include "observations/ingest.hpp"
#include "observations/observation_reader.hpp"
#include "observations/revision_service.hpp"
#include "sql/database.hpp"

namespace kunyu::sensorthings {

/// What writing needs; all of it outlives the router.
struct WriteParts {
    sql::Database& database;
    base::Clock const& clock;
    observations::Catalogue& catalogue;
    observations::EntityService const& entities;
    observations::ObservationReader const& reader;
    observations::RevisionService const& revisions;
    observations::Ingest& ingest;
    observations::DeviceDirectory& devices;
    observations::DeviceLimits& device_limits;
    observations::DeviceActivity& device_activity;
};

/// POST, PATCH, PUT and DELETE of every resource path, CreateObservations and $batch, under both service paths.
/// Accounts need station.edit, observation.record or observation.revise over the station; devices, by their key as
/// bearer token, write observations of their own station. Observations alone go to the archive without a look at the
/// database, and their answer waits on no thread.
void add_write_routes(http::Router& router, identity::Gate const& gate, WriteParts const& parts);

}  // namespace kunyu::sensorthings
