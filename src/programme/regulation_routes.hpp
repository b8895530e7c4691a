#pragma once
#include "http/router.hpp"
#include "identity/gate.hpp"
#include "programme/regulation_service.hpp"

namespace kunyu::programme {

/// /api/v1/regulations. The service must outlive the router.
void add_regulation_routes(http::Router& router, identity::Gate const& gate, RegulationService const& regulations);

}  // namespace kunyu::programme
