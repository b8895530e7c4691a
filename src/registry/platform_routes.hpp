#pragma once
#include "http/router.hpp"
#include "identity/gate.hpp"
#include "registry/platform_service.hpp"

namespace kunyu::registry {

/// /api/v1/platforms, its events, steps, facets, exports and map. The service must outlive the router.
void add_platform_routes(http::Router& router, identity::Gate const& gate, PlatformService const& service);

}  // namespace kunyu::registry
