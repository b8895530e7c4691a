#pragma once
#include "http/router.hpp"
#include "identity/gate.hpp"
#include "observations/revision_service.hpp"
#include "observations/series_routes.hpp"

namespace kunyu::observations {

/// revisions, flags and deletions below /api/v1/streams/{id}. All must outlive the router.
void add_revision_routes(http::Router& router, identity::Gate const& gate, SeriesParts const& parts,
                         RevisionService const& revisions);

}  // namespace kunyu::observations
