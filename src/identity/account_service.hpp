#pragma once
#include "base/ids.hpp"
#include "base/result.hpp"
#include "identity/account_store.hpp"
#include "identity/links.hpp"
#include "identity/organisation_service.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::identity {

struct GrantInput {
    std::string role;
    std::string scope_kind;               ///< all, organisation, platform
    std::optional<std::string> scope_id;  ///< id, slug or code
    std::optional<base::Day> valid_from;
    std::optional<base::Day> valid_to;
};

struct AccountInput {
    std::string user;
    std::string display_name;
    std::optional<std::string> organisation;  ///< id or slug
    std::optional<std::string> email;
    std::optional<std::string> phone;
    base::Language language = base::Language::zh;
    std::vector<GrantInput> grants;
};

struct AccountPatch {
    std::optional<std::string> display_name;
    Change<std::string> organisation;
    Change<std::string> email;
    Change<std::string> phone;
    std::optional<base::Language> language;
    std::optional<bool> active;
};

struct AccountQuery {
    std::optional<std::string> text;
    std::optional<std::string> role;
    std::optional<std::string> organisation;  ///< id or slug
    std::optional<bool> active;
    PageRequest page;
};

/// A password that others chose: hashed before, since that must not happen on the writer's thread.
struct FirstPassword {
    std::string hash;
    bool must_change = true;
};

/// Accounts and the roles they hold. Nobody gives a role that his own does not allow him to give, nor beyond his own
/// scope, nor touches an account that holds such a role; somebody always administers everything. Safe for all threads.
class AccountService {
  public:
    AccountService(base::IdGenerator& ids, Links const& links) : ids_(ids), links_(links) {}

    base::Result<ListPage<Account>> list(sql::Session& session, Caller const& caller, AccountQuery const& query) const;
    base::Result<Account> read(sql::Session& session, Caller const& caller, AccountId id) const;

    base::Result<Account> create(sql::Tx& tx, Caller const& caller, AccountInput const& input,
                                 std::optional<FirstPassword> const& password) const;
    base::Result<Account> edit(sql::Tx& tx, Caller const& caller, AccountId id, std::int64_t version,
                               AccountPatch const& patch) const;
    /// Ends all sessions of the account.
    base::Result<void> reset_password(sql::Tx& tx, Caller const& caller, AccountId id, std::string const& hash) const;
    base::Result<AccountGrant> add_grant(sql::Tx& tx, Caller const& caller, AccountId id,
                                         GrantInput const& input) const;
    base::Result<void> remove_grant(sql::Tx& tx, Caller const& caller, AccountId id, GrantId grant) const;

    base::Result<ListPage<SessionEntry>> sessions(sql::Session& session, Caller const& caller, AccountId id,
                                                  PageRequest const& page) const;
    base::Result<void> end_session(sql::Tx& tx, Caller const& caller, AccountId id, std::int64_t session) const;

  private:
    /// The account, when the caller may see it; identity.account_not_found otherwise.
    base::Result<Account> visible(sql::Session& session, Caller const& caller, AccountId id) const;
    /// The account, when the caller may do this to it.
    base::Result<Account> manageable(sql::Session& session, Caller const& caller, std::string_view action,
                                     AccountId id) const;
    base::Result<AccountGrant> grant_of(sql::Session& session, Caller const& caller, GrantInput const& input,
                                        std::string const& path) const;
    bool may_give(sql::Session& session, Caller const& caller, AccountGrant const& grant) const;
    bool covers(sql::Session& session, Grant const& own, AccountGrant const& grant) const;
    void record(sql::Tx& tx, Caller const& caller, std::string_view action, Account const& account,
                boost::json::value before, boost::json::value after) const;

    base::IdGenerator& ids_;
    Links const& links_;
};

}  // namespace kunyu::identity
