#pragma once
#include "base/result.hpp"
#include "identity/account.hpp"
#include "sql/database.hpp"

#include <optional>

namespace kunyu::identity {

void insert_delegation(sql::Tx& tx, Delegation const& delegation);
std::optional<Delegation> load_delegation(sql::Session& session, std::int64_t id);
/// Latest first; those from or to the account, or all of them without one.
base::Result<ListPage<Delegation>> list_delegations(sql::Session& session, std::optional<AccountId> account,
                                                    PageRequest const& page);
void revoke_delegation(sql::Tx& tx, std::int64_t id, base::Instant now);

}  // namespace kunyu::identity
