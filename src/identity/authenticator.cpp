#include "identity/authenticator.hpp"

#include "identity/account_store.hpp"
#include "identity/password.hpp"

namespace kunyu::identity {

base::Result<std::optional<AccountId>> PasswordAuthenticator::authenticate(sql::Database& database,
                                                                           std::string_view user,
                                                                           std::string_view password) const {
    auto const record = database.read([&](sql::Session& session) { return load_password(session, user); });
    auto const hash = record ? std::optional(record->hash) : std::nullopt;
    KUNYU_TRY(auto const matches, verify_password(hash, password));
    return matches ? std::optional(record->account) : std::nullopt;
}

}  // namespace kunyu::identity
