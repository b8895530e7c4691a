#pragma once
#include "base/result.hpp"
#include "identity/caller.hpp"
#include "inbox/notification_kinds.hpp"
#include "sql/database.hpp"

#include <cstdint>
#include <map>
#include <string>

namespace kunyu::inbox {

/// How an account wants to be told.
struct NotificationSettings {
    /// One for each of notification_kinds().
    std::map<std::string, KindSetting, std::less<>> kinds;
    int digest_hour = 8;  ///< of Asia/Shanghai
    bool weekdays_only = true;
    std::int64_t version = 1;
};

NotificationSettings load_settings(sql::Session& session, identity::AccountId account);

/// Replaces the caller's settings; `version` is the one he saw. What he does not name is as for who has not chosen.
/// Refuses identity.version_conflict.
base::Result<NotificationSettings> change_settings(sql::Tx& tx, identity::Caller const& caller, std::int64_t version,
                                                   NotificationSettings const& wanted);

}  // namespace kunyu::inbox
