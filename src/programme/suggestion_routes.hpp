#pragma once
#include "http/router.hpp"
#include "identity/gate.hpp"
#include "programme/suggestion_service.hpp"

namespace kunyu::programme {

/// /api/v1/suggestions. The service must outlive the router.
void add_suggestion_routes(http::Router& router, identity::Gate const& gate, SuggestionService const& suggestions);

}  // namespace kunyu::programme
