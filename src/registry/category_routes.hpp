#pragma once
#include "http/router.hpp"
#include "identity/gate.hpp"

namespace kunyu::registry {

/// GET /api/v1/categories
void add_category_routes(http::Router& router, identity::Gate const& gate);

}  // namespace kunyu::registry
