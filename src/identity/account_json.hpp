#pragma once
#include "base/json.hpp"
#include "identity/account_service.hpp"

#include <boost/json.hpp>

namespace kunyu::identity {

boost::json::object to_json(AccountRef const& reference);
boost::json::object to_json(sql::Session& session, Links const& links, AccountGrant const& grant);
boost::json::object to_json(sql::Session& session, Links const& links, Account const& account);
/// What the audit record keeps: no secrets, ids in place of names.
boost::json::object audit_json(Account const& account);
boost::json::object audit_json(AccountGrant const& grant);
boost::json::object to_json(SessionEntry const& entry, std::optional<std::int64_t> current);
boost::json::object to_json(Token const& token);
/// {"items", "next"}
boost::json::object list_json(boost::json::array items, std::optional<std::string> const& next);

/// `password` is left to the caller: it is hashed before the transaction.
struct AccountBody {
    AccountInput input;
    std::optional<std::string> password;
};
AccountBody read_account(base::Reader& reader);
AccountPatch read_account_patch(base::Reader& reader);
GrantInput read_grant(base::Reader& reader);

}  // namespace kunyu::identity
