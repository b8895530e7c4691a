#pragma once
#include "http/router.hpp"
#include "identity/gate.hpp"
#include "inbox/outbox.hpp"

namespace kunyu::inbox {

/// The caller's own notifications and how he wants to be told: /api/v1/notifications…,
/// /api/v1/me/notification-settings. `outbox` must outlive the router.
void add_notification_routes(http::Router& router, identity::Gate const& gate, Outbox const& outbox);

}  // namespace kunyu::inbox
