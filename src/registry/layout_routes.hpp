#pragma once
#include "http/router.hpp"
#include "identity/gate.hpp"

namespace kunyu::registry {

/// /api/v1/layout and what stands below it.
void add_layout_routes(http::Router& router, identity::Gate const& gate);

}  // namespace kunyu::registry
