#pragma once
#include "http/router.hpp"
#include "identity/listening.hpp"
#include "observations/live_hub.hpp"
#include "observations/series_routes.hpp"

namespace kunyu::observations {

/// GET /api/v1/live: what comes into some streams, as it comes. All must outlive the router.
void add_live_routes(http::Router& router, identity::ListeningGate const& gate, SeriesParts const& parts, LiveHub& hub);

}  // namespace kunyu::observations
