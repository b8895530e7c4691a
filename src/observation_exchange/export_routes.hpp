#pragma once
#include "base/ids.hpp"
#include "http/router.hpp"
#include "identity/gate.hpp"
#include "observations/series_routes.hpp"

namespace kunyu::observation_exchange {

/// observations.csv and observations.nc below /api/v1/streams/{id}, observations.nc below /api/v1/stations/{id},
/// exports below either for what is too long to wait for, and /api/v1/stations.geojson. All must outlive the router.
void add_export_routes(http::Router& router, identity::Gate const& gate, observations::SeriesParts const& parts,
                       base::IdGenerator& ids);

}  // namespace kunyu::observation_exchange
