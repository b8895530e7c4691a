#pragma once
#include "inbox/subject.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::inbox {

/// When a mail tells of a notification: not at all, by itself and now, or in the mail of the day.
enum class MailTime { none, at_once, digest };
std::string_view to_string(MailTime time);
std::optional<MailTime> parse_mail_time(std::string_view text);

/// Where a kind of notification goes.
struct KindSetting {
    bool in_inbox = true;
    MailTime mail = MailTime::digest;
    friend bool operator==(KindSetting const&, KindSetting const&) = default;
};

/// Something that people can be told of.
struct NotificationKind {
    std::string id;         ///< "programme.slip_issued"
    KindSetting otherwise;  ///< for who has not chosen
    bool of_todo = false;   ///< tells of a to-do: once that is done, nobody needs to look any more
    /// From the catalogue: "inbox.kind_programme_slip_issued".
    Title name() const;
};

/// Every kind there is, in the order of the settings page. One that is missing here cannot be told: add it, and its
/// name to messages/inbox.json.
std::vector<NotificationKind> const& notification_kinds();
/// The ids of those told of to-dos.
std::vector<std::string> const& kinds_of_todos();
/// Null for an unknown one.
NotificationKind const* find_kind(std::string_view id);

}  // namespace kunyu::inbox
