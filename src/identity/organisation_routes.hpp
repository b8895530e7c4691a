#pragma once
#include "http/router.hpp"
#include "identity/gate.hpp"
#include "identity/organisation_service.hpp"

namespace kunyu::identity {

/// /api/v1/organisations and below. The service must outlive the router.
void add_organisation_routes(http::Router& router, Gate const& gate, OrganisationService const& service);

}  // namespace kunyu::identity
