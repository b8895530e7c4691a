#pragma once
#include "base/ids.hpp"
#include "base/result.hpp"
#include "identity/account.hpp"
#include "sql/database.hpp"

#include <optional>
#include <string>
#include <vector>

namespace kunyu::identity {

struct TokenInput {
    std::string name;
    std::vector<std::string> scopes;
    std::optional<base::Day> expires_on;  ///< its last day
};

struct NewToken {
    Token token;
    std::string secret;  ///< shown this once
};

struct DelegationInput {
    std::string to;                                   ///< id or log-in name
    std::optional<std::vector<std::int64_t>> grants;  ///< nothing: all of one's own
    base::Day first_day;
    base::Day last_day;
    std::string reason;
};

/// What each account does with what is its own: sessions, tokens, delegations. Safe for all threads.
class OwnService {
  public:
    explicit OwnService(base::IdGenerator& ids) : ids_(ids) {}

    base::Result<ListPage<SessionEntry>> sessions(sql::Session& session, Caller const& caller,
                                                  PageRequest const& page) const;
    base::Result<void> end_session(sql::Tx& tx, Caller const& caller, std::int64_t id) const;

    base::Result<ListPage<Token>> tokens(sql::Session& session, Caller const& caller, PageRequest const& page) const;
    /// A token made by a token has no more scopes and lasts no longer than that one.
    base::Result<NewToken> create_token(sql::Tx& tx, Caller const& caller, TokenInput const& input) const;
    base::Result<void> revoke_token(sql::Tx& tx, Caller const& caller, std::int64_t id) const;

    /// From the caller and to him; all of them for who manages all accounts.
    base::Result<ListPage<Delegation>> delegations(sql::Session& session, Caller const& caller,
                                                   PageRequest const& page) const;
    /// Lends grants of the caller's own: what was lent to him he cannot lend on.
    base::Result<Delegation> delegate(sql::Tx& tx, Caller const& caller, DelegationInput const& input) const;
    base::Result<void> revoke_delegation(sql::Tx& tx, Caller const& caller, std::int64_t id) const;

  private:
    void record(sql::Tx& tx, Caller const& caller, std::string_view action, boost::json::value before,
                boost::json::value after, std::string reason) const;
    base::IdGenerator& ids_;
};

}  // namespace kunyu::identity
