#pragma once
#include "http/router.hpp"
#include "identity/listening.hpp"
#include "live/hub.hpp"
#include "observations/series_routes.hpp"

namespace kunyu::live {

/// GET /api/v1/live: what comes into some streams, as it comes. All must outlive the router.
void add_live_routes(http::Router& router, identity::ListeningGate const& gate, observations::SeriesParts const& parts,
                     LiveHub& hub);

}  // namespace kunyu::live
