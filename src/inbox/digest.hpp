#pragma once
#include "identity/caller.hpp"
#include "inbox/outbox.hpp"
#include "sql/database.hpp"

#include <vector>

namespace kunyu::inbox {

/// Accounts for which something waits for the mail of the day.
std::vector<identity::AccountId> awaiting_digest(sql::Session& session);

/// Writes the account's mail of today, if its hour has come (and, when it wants none at the weekend, today is none),
/// and there was none yet. Holidays are not known here. What has been read meanwhile is left out. Answers whether a
/// mail was written.
bool write_digest(sql::Tx& tx, Outbox const& outbox, base::Instant now, identity::AccountId account);

}  // namespace kunyu::inbox
