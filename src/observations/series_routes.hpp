#pragma once
#include "archive/store.hpp"
#include "http/router.hpp"
#include "identity/gate.hpp"
#include "observations/catalogue.hpp"
#include "observations/series.hpp"
#include "sql/database.hpp"

namespace kunyu::observations {

/// What routes that read observations work on. All must outlive the router.
struct SeriesParts {
    sql::Database& database;
    Catalogue& catalogue;
    archive::Store& store;
    SeriesReader const& reader;
};

/// /api/v1/streams/{id}, its series, several streams' series, and the calendar of a station.
void add_series_routes(http::Router& router, identity::Gate const& gate, SeriesParts const& parts);

}  // namespace kunyu::observations
