#pragma once
#include "base/ids.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "identity/caller.hpp"
#include "inbox/page.hpp"
#include "inbox/subject.hpp"
#include "sql/database.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace kunyu::inbox {

struct NotificationTag;
using NotificationId = base::Id<NotificationTag>;

/// What one account was told.
struct Notification {
    NotificationId id;
    std::string kind;
    Subject subject;
    Title title;
    Title text;
    std::string link;
    base::Instant created_at;
    std::optional<base::Instant> read_at;
};

struct NotificationFilter {
    std::optional<bool> unread = {};
    std::optional<std::string> kind = {};
};

struct NotificationCounts {
    std::int64_t unread = 0;
    std::int64_t all = 0;
};

// What stands in the caller's inbox; nobody reads another's. Reading leaves no audit entry: it changes nothing but what
// he himself still finds marked.

/// Latest first. Refuses with base.bad_cursor.
base::Result<Page<Notification>> list_notifications(sql::Session& session, identity::Caller const& caller,
                                                    NotificationFilter const& filter, PageRequest const& page);
NotificationCounts count_notifications(sql::Session& session, identity::Caller const& caller);
/// Once read it stays so, with the first moment. Refuses inbox.no_such_notification.
base::Result<Notification> mark_read(sql::Tx& tx, identity::Caller const& caller, NotificationId id);
/// Those no later than `up_to`, the newest he has seen; all without it. Answers how many were unread.
std::int64_t mark_all_read(sql::Tx& tx, identity::Caller const& caller, std::optional<NotificationId> up_to);

}  // namespace kunyu::inbox
