#pragma once
#include "files/store.hpp"
#include "http/router.hpp"
#include "identity/gate.hpp"

namespace kunyu::operations {

/// GET /api/v1/jobs, /jobs/{id}, /jobs/{id}/result, /jobs/{id}/errors; POST /jobs/{id}/cancel. All must outlive the
/// router.
void add_job_routes(http::Router& router, identity::Gate const& gate, files::Store const& store);

}  // namespace kunyu::operations
