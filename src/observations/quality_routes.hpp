#pragma once
#include "http/router.hpp"
#include "identity/gate.hpp"
#include "observations/quality_rules_service.hpp"
#include "observations/quality_run.hpp"

namespace kunyu::observations {

/// What is tested on a stream, and testing it again. The services must outlive the router.
void add_quality_routes(http::Router& router, identity::Gate const& gate, QualityRulesService const& rules,
                        QualityRun const& runs);

}  // namespace kunyu::observations
