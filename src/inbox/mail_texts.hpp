#pragma once
#include "base/messages.hpp"
#include "inbox/notification.hpp"
#include "inbox/notifier.hpp"
#include "inbox/outbox.hpp"

#include <string>
#include <vector>

namespace kunyu::inbox {

/// A notification as a mail of its own.
NewMail notification_mail(Outbox const& outbox, identity::AccountId account, std::string const& address,
                          base::Language language, NewNotification const& notification);

/// Everything an account is told in the mail of one day; `items` oldest first, at least one.
NewMail digest_mail(Outbox const& outbox, identity::AccountId account, std::string const& address,
                    base::Language language, base::Day day, std::vector<Notification> const& items);

}  // namespace kunyu::inbox
