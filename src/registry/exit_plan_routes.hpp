#pragma once
#include "http/router.hpp"
#include "identity/gate.hpp"
#include "registry/exit_plan_service.hpp"

namespace kunyu::registry {

/// /api/v1/exit-plans. The service must outlive the router.
void add_exit_plan_routes(http::Router& router, identity::Gate const& gate, ExitPlanService const& plans);

}  // namespace kunyu::registry
