#pragma once
#include "http/router.hpp"
#include "identity/gate.hpp"
#include "observation_exchange/csv_import_service.hpp"
#include "sql/database.hpp"

namespace kunyu::observation_exchange {

/// /api/v1/csv-mappings, and csv-mappings and csv-imports below /api/v1/stations/{id}. How an import fares is told by
/// /api/v1/jobs/{id}. Database and service must outlive the router.
void add_csv_import_routes(http::Router& router, identity::Gate const& gate, sql::Database& database,
                           CsvImportService const& imports);

}  // namespace kunyu::observation_exchange
