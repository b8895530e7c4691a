#pragma once
#include "http/router.hpp"
#include "identity/gate.hpp"
#include "identity/links.hpp"
#include "identity/own_service.hpp"
#include "identity/sign_in.hpp"

namespace kunyu::identity {

/// /api/v1/session, /api/v1/me/… and /api/v1/delegations. What is handed over must outlive the router.
void add_session_routes(http::Router& router, Gate const& gate, sql::Database& database, SignIn const& sign_in,
                        OwnService const& own, Links const& links);
void add_delegation_routes(http::Router& router, Gate const& gate, OwnService const& own, Links const& links);

}  // namespace kunyu::identity
