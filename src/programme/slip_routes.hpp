#pragma once
#include "http/router.hpp"
#include "identity/gate.hpp"
#include "programme/slip_service.hpp"

namespace kunyu::programme {

/// /api/v1/slips. The service must outlive the router.
void add_slip_routes(http::Router& router, identity::Gate const& gate, SlipService const& slips);

}  // namespace kunyu::programme
