#pragma once
#include "http/router.hpp"
#include "identity/gate.hpp"
#include "programme/progress_service.hpp"

namespace kunyu::programme {

/// /api/v1/reports and /api/v1/tasks/{id}/reports. The service must outlive the router.
void add_progress_routes(http::Router& router, identity::Gate const& gate, ProgressService const& reports);

}  // namespace kunyu::programme
