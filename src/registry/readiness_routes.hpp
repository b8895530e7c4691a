#pragma once
#include "http/router.hpp"
#include "identity/gate.hpp"
#include "registry/platform_service.hpp"
#include "registry/readiness_service.hpp"

namespace kunyu::registry {

/// /api/v1/readiness and /api/v1/platforms/{id}/readiness. The services must outlive the router.
void add_readiness_routes(http::Router& router, identity::Gate const& gate, ReadinessService const& readiness,
                          PlatformService const& platforms);

}  // namespace kunyu::registry
