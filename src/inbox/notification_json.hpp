#pragma once
#include "base/json.hpp"
#include "inbox/notification.hpp"
#include "inbox/notification_settings.hpp"

#include <boost/json.hpp>

namespace kunyu::inbox {

boost::json::object to_json(Notification const& notification);
boost::json::object to_json(NotificationCounts const& counts);
/// With the kinds' names, in their order.
boost::json::object to_json(NotificationSettings const& settings);
/// Kinds by their ids alone.
boost::json::object audit_json(NotificationSettings const& settings);
NotificationSettings read_settings(base::Reader& reader);

}  // namespace kunyu::inbox
