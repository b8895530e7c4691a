#pragma once
#include "http/router.hpp"
#include "identity/gate.hpp"
#include "registry/annual_report_service.hpp"

namespace kunyu::registry {

/// /api/v1/annual-reports. The service must outlive the router.
void add_annual_report_routes(http::Router& router, identity::Gate const& gate, AnnualReportService const& reports);

}  // namespace kunyu::registry
