#pragma once
#include "http/router.hpp"
#include "identity/gate.hpp"
#include "programme/extension_service.hpp"

namespace kunyu::programme {

/// /api/v1/extensions and /api/v1/milestones/{id}/extensions. The service must outlive the router.
void add_extension_routes(http::Router& router, identity::Gate const& gate, ExtensionService const& extensions);

}  // namespace kunyu::programme
