#pragma once
#include "http/router.hpp"
#include "identity/gate.hpp"
#include "registry/dossier_service.hpp"

namespace kunyu::registry {

/// /api/v1/platforms/{id}/dossier. The services must outlive the router.
void add_dossier_routes(http::Router& router, identity::Gate const& gate, DossierService const& dossiers,
                        PlatformService const& platforms);

}  // namespace kunyu::registry
