#pragma once
#include "base/result.hpp"
#include "identity/account.hpp"
#include "identity/permissions.hpp"
#include "sql/database.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::identity {

/// An account as other things refer to it.
struct AccountRef {
    AccountId id;
    std::string user;
    std::string display_name;
};

// Reading.

std::optional<Account> load_account(sql::Session& session, AccountId id);
std::optional<AccountId> find_account(sql::Session& session, std::string_view id_or_user);
/// What is compared at log-in; nothing when there is no such account, it is disabled, or it has no password.
struct PasswordRecord {
    AccountId account;
    std::string hash;
};
std::optional<PasswordRecord> load_password(sql::Session& session, std::string_view user);
std::map<AccountId, AccountRef> account_references(sql::Session& session, std::vector<AccountId> const& ids);
std::vector<AccountGrant> load_grants(sql::Session& session, AccountId account);
/// Active accounts that administer everything today and for good, but without this grant of one of them.
std::int64_t count_administrators(sql::Session& session, base::Day day, GrantId without_grant, AccountId without);

struct AccountFilter {
    std::optional<std::string> text;  ///< part of log-in name, name or e-mail address
    std::optional<std::string> role;
    std::optional<OrganisationId> organisation;  ///< of this one or below
    std::optional<bool> active;
    Scope scope;  ///< only accounts of these organisations or below
    base::Day day;
};
base::Result<ListPage<Account>> list_accounts(sql::Session& session, AccountFilter const& filter,
                                              PageRequest const& page);

// Writing. None of these checks rules or writes the audit record.

/// False when the log-in name is taken.
bool insert_account(sql::Tx& tx, Account const& account, std::optional<std::string> const& hash);
/// Names, organisation, addresses, language, active; raises the version.
void update_account(sql::Tx& tx, Account const& account);
void set_password(sql::Tx& tx, AccountId account, std::string const& hash, bool must_change);
void note_login(sql::Tx& tx, AccountId account, base::Instant now);
void insert_grant(sql::Tx& tx, AccountGrant const& grant, AccountId by, base::Instant now);
/// With every delegation of it.
void delete_grant(sql::Tx& tx, GrantId grant);
void raise_version(sql::Tx& tx, AccountId account);

}  // namespace kunyu::identity
