#pragma once
#include "identity/caller.hpp"
#include "sql/database.hpp"

#include <string_view>
#include <vector>

namespace kunyu::identity {

/// The active accounts that may do the action to this target on the day, in the order of their ids: may() asked the
/// other way round, delegations included. What each account has for its own is nobody's here.
std::vector<AccountId> holders_of(sql::Session& session, std::string_view action, Target const& target, base::Day day);

}  // namespace kunyu::identity
