#pragma once
#include "http/router.hpp"
#include "identity/gate.hpp"
#include "registry/application_service.hpp"

namespace kunyu::registry {

/// /api/v1/applications. The service must outlive the router.
void add_application_routes(http::Router& router, identity::Gate const& gate, ApplicationService const& applications);

}  // namespace kunyu::registry
