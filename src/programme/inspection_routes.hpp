#pragma once
#include "http/router.hpp"
#include "identity/gate.hpp"
#include "programme/inspection_service.hpp"

namespace kunyu::programme {

/// /api/v1/inspections. The service must outlive the router.
void add_inspection_routes(http::Router& router, identity::Gate const& gate, InspectionService const& inspections);

}  // namespace kunyu::programme
