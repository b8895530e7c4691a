#pragma once
#include "http/router.hpp"
#include "identity/gate.hpp"
#include "inbox/calendar.hpp"

namespace kunyu::inbox {

/// /api/v1/me/calendar…, and the calendar itself at /calendar/{file}. `calendar` must outlive the router.
void add_calendar_routes(http::Router& router, identity::Gate const& gate, Calendar const& calendar);

}  // namespace kunyu::inbox
