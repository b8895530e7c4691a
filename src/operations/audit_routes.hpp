#pragma once
#include "http/router.hpp"
#include "identity/gate.hpp"

namespace kunyu::operations {

/// GET /api/v1/audit, /api/v1/audit/export: the record, as far as the caller's scope reaches.
void add_audit_routes(http::Router& router, identity::Gate const& gate);

}  // namespace kunyu::operations
