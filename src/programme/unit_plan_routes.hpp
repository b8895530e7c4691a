#pragma once
#include "http/router.hpp"
#include "identity/gate.hpp"
#include "programme/unit_plan_service.hpp"

namespace kunyu::programme {

/// /api/v1/plans/{plan}/unit-plans and /api/v1/unit-plans. The service must outlive the router.
void add_unit_plan_routes(http::Router& router, identity::Gate const& gate, UnitPlanService const& plans);

}  // namespace kunyu::programme
