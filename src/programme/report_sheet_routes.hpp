#pragma once
#include "files/store.hpp"
#include "http/router.hpp"
#include "identity/gate.hpp"
#include "programme/progress_service.hpp"

namespace kunyu::programme {

/// GET and POST /api/v1/plans/{plan}/report-sheet. Services and files must outlive the router.
void add_report_sheet_routes(http::Router& router, identity::Gate const& gate, ProgressService const& reports,
                             files::Store const& files);

}  // namespace kunyu::programme
