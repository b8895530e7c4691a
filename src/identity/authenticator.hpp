#pragma once
#include "base/result.hpp"
#include "identity/caller.hpp"
#include "sql/database.hpp"

#include <optional>
#include <string_view>

namespace kunyu::identity {

/// Says who somebody is. One kind today, by password; others (OpenID Connect) stand beside it and leave sessions,
/// throttling and roles as they are.
class Authenticator {
  public:
    virtual ~Authenticator() = default;
    /// The account, or nothing when the proof does not hold. Takes the same time whether there is such an account or
    /// not. Opens its own reads: never call it inside a transaction. identity.busy.
    virtual base::Result<std::optional<AccountId>> authenticate(sql::Database& database, std::string_view user,
                                                                std::string_view proof) const = 0;
};

class PasswordAuthenticator final : public Authenticator {
  public:
    base::Result<std::optional<AccountId>> authenticate(sql::Database& database, std::string_view user,
                                                        std::string_view password) const override;
};

}  // namespace kunyu::identity
