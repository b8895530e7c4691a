#pragma once
#include "base/ids.hpp"
#include "base/result.hpp"
#include "identity/authenticator.hpp"
#include "identity/session_store.hpp"
#include "sql/database.hpp"

#include <optional>
#include <string>

namespace kunyu::identity {

struct LogIn {
    std::string user;
    std::string password;
    std::string address;
    std::string agent;
    /// The cookie that came along; its session ends, so that nobody logs in to one that another has planted.
    std::optional<std::string> earlier_secret;
    std::string request_id;
};

struct OpenedSession {
    std::string secret;  ///< for the cookie; not stored anywhere
    AccountId account;
    SessionEntry entry;
};

struct PasswordChange {
    std::string current;
    std::string chosen;
    std::string address;
};

/// Log-in and change of the password: what must look at the database, hash outside of any transaction, and write
/// afterwards. Failures count per name and per address, in the database, so for all processes. Safe for all threads.
class SignIn {
  public:
    SignIn(sql::Database& database, base::Clock const& clock, base::IdGenerator& ids,
           Authenticator const& authenticator)
        : database_(database), clock_(clock), ids_(ids), authenticator_(authenticator) {}

    /// identity.wrong_credentials (whatever was wrong), identity.too_many_attempts, identity.busy.
    base::Result<OpenedSession> log_in(LogIn const& attempt) const;
    /// Ends the account's other sessions. A wrong current password is a field error on /current, and counts as a failed
    /// log-in.
    base::Result<void> change_password(Caller const& caller, PasswordChange const& change) const;

  private:
    base::Result<OpenedSession> open(sql::Tx& tx, AccountId account, LogIn const& attempt) const;
    void fail(LogIn const& attempt) const;

    sql::Database& database_;
    base::Clock const& clock_;
    base::IdGenerator& ids_;
    Authenticator const& authenticator_;
};

}  // namespace kunyu::identity
