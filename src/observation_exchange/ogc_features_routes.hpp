#pragma once
#include "http/router.hpp"
#include "identity/gate.hpp"
#include "observations/series_routes.hpp"

namespace kunyu::observation_exchange {

/// /ogc/v1: landing page, conformance, API description, the collection of stations and its items. All must outlive the
/// router.
void add_ogc_features_routes(http::Router& router, identity::Gate const& gate, observations::SeriesParts const& parts);

}  // namespace kunyu::observation_exchange
