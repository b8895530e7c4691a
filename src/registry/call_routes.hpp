#pragma once
#include "http/router.hpp"
#include "identity/gate.hpp"
#include "registry/call_service.hpp"

namespace kunyu::registry {

/// /api/v1/calls. The service must outlive the router.
void add_call_routes(http::Router& router, identity::Gate const& gate, CallService const& calls);

}  // namespace kunyu::registry
