#pragma once
#include "evidence/evidence.hpp"
#include "http/router.hpp"
#include "identity/gate.hpp"
#include "identity/links.hpp"

namespace kunyu::evidence {

/// GET /api/v1/platforms/{id}/evidence; links.find_platform says which platform. All references outlive the router.
void add_evidence_routes(http::Router& router, identity::Gate const& gate, sql::Database& database,
                         Evidence const& evidence, identity::Links const& links);

}  // namespace kunyu::evidence
