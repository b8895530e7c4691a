#pragma once
#include "http/router.hpp"
#include "identity/account_service.hpp"
#include "identity/gate.hpp"

namespace kunyu::identity {

/// /api/v1/accounts and below. Service and links must outlive the router.
void add_account_routes(http::Router& router, Gate const& gate, AccountService const& service, Links const& links);
/// /api/v1/permissions: the table as the interface shows it.
void add_permission_routes(http::Router& router, Gate const& gate);

}  // namespace kunyu::identity
