#pragma once
#include "observations/network_service.hpp"
#include "observations/series_routes.hpp"

namespace kunyu::observations {

/// /api/v1/latest: the last value of every stream of a station, of a network, or of all that the caller sees.
void add_latest_routes(http::Router& router, identity::Gate const& gate, SeriesParts const& parts,
                       NetworkService const& networks);

}  // namespace kunyu::observations
