#pragma once
#include "base/ids.hpp"
#include "base/result.hpp"
#include "identity/account_service.hpp"
#include "sql/database.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What the operator does to accounts from the command line: as the program itself, so without roles, but with the same
/// rules and the same audit record. Each opens its own transactions, so call none of them inside one.
namespace kunyu::identity {

inline constexpr std::string_view first_user = "admin";

/// The account `admin` that administers everything; answers its password, which stands nowhere else. Nothing when there
/// is an account already.
base::Result<std::optional<std::string>> create_first_administrator(sql::Database& database, base::Clock const& clock,
                                                                    base::IdGenerator& ids);

struct MadeAccount {
    Account account;
    std::string password;  ///< to be changed at the first log-in
};
/// `grants` as "role" or "role@organisation": "administrator", "host_manager@clspi".
base::Result<MadeAccount> add_user(sql::Database& database, base::Clock const& clock, base::IdGenerator& ids,
                                   AccountInput input, std::vector<std::string> const& grants);
/// In the order of the log-in names.
std::vector<Account> list_users(sql::Database& database, base::Clock const& clock);
base::Result<void> set_user_active(sql::Database& database, base::Clock const& clock, base::IdGenerator& ids,
                                   std::string_view user, bool active);
/// Answers the new password, to be changed at the next log-in; ends all sessions.
base::Result<std::string> reset_user_password(sql::Database& database, base::Clock const& clock, base::IdGenerator& ids,
                                              std::string_view user);
/// A bearer token for all that the user may do, or for these actions; answers its secret.
base::Result<std::string> create_user_token(sql::Database& database, base::Clock const& clock, base::IdGenerator& ids,
                                            std::string_view user, std::string name, std::vector<std::string> scopes,
                                            std::optional<base::Day> expires_on);

}  // namespace kunyu::identity
