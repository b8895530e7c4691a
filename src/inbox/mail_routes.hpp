#pragma once
#include "http/router.hpp"
#include "identity/gate.hpp"
#include "inbox/outbox.hpp"

namespace kunyu::inbox {

/// The administrator's view of the outbox: /api/v1/mails…. `outbox` must outlive the router.
void add_mail_routes(http::Router& router, identity::Gate const& gate, Outbox const& outbox);

}  // namespace kunyu::inbox
