#pragma once
#include "http/router.hpp"
#include "identity/gate.hpp"
#include "inbox/inbox.hpp"

namespace kunyu::inbox {

/// GET /api/v1/todos?state=waiting|done|started. `inbox` must outlive the router.
void add_routes(http::Router& router, identity::Gate const& gate, Inbox const& inbox);

}  // namespace kunyu::inbox
