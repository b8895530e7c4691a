#pragma once
#include "http/router.hpp"
#include "identity/gate.hpp"
#include "programme/meeting_service.hpp"

namespace kunyu::programme {

/// /api/v1/meetings. The service must outlive the router.
void add_meeting_routes(http::Router& router, identity::Gate const& gate, MeetingService const& meetings);

}  // namespace kunyu::programme
