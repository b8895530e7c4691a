#pragma once
#include "http/router.hpp"
#include "identity/gate.hpp"

namespace kunyu::inbox {

/// The caller's own notifications and how he wants to be told: /api/v1/notifications…, /api/v1/me/notification-settings.
void add_notification_routes(http::Router& router, identity::Gate const& gate);

}  // namespace kunyu::inbox
