#pragma once
#include "http/router.hpp"
#include "identity/gate.hpp"
#include "programme/commitment_service.hpp"

namespace kunyu::programme {

/// /api/v1/commitments. The service must outlive the router.
void add_commitment_routes(http::Router& router, identity::Gate const& gate, CommitmentService const& commitments);

}  // namespace kunyu::programme
