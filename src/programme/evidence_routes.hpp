#pragma once
#include "http/router.hpp"
#include "identity/gate.hpp"
#include "programme/evidence_service.hpp"

namespace kunyu::programme {

/// /api/v1/evidence, /api/v1/tasks/{id}/evidence and /api/v1/milestones/{id}/evidence. The service must outlive the
/// router.
void add_evidence_routes(http::Router& router, identity::Gate const& gate, EvidenceService const& evidence);

}  // namespace kunyu::programme
