#pragma once
#include "archive/store.hpp"
#include "http/router.hpp"
#include "identity/gate.hpp"
#include "observations/catalogue.hpp"
#include "observations/entity_service.hpp"
#include "observations/network_service.hpp"

namespace kunyu::observations {

/// What continuity is read from. All must outlive the router.
struct ContinuitySources {
    sql::Database& database;
    archive::Store& store;
    Catalogue& catalogue;
    EntityService const& entities;
    NetworkService const& networks;
};

/// Completeness by day or month, gaps, online and transmission rate: of a stream, a station, a network, each of what
/// the caller may see of it.
void add_continuity_routes(http::Router& router, identity::Gate const& gate, ContinuitySources const& sources);

}  // namespace kunyu::observations
