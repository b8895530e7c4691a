#include "identity/operator.hpp"

#include "base/text.hpp"
#include "identity/audit_entry.hpp"
#include "identity/input.hpp"
#include "identity/own_service.hpp"
#include "identity/password.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace kunyu::identity {

namespace {

Caller command_line(base::Clock const& clock) {
    return Caller::system("command line", clock.now());
}

base::Result<AccountId> user_named(sql::Session& session, std::string_view user) {
    auto const found = find_account(session, user);
    if (!found) return base::refuse("identity.no_such_user", {{"user", std::string(user)}});
    return *found;
}

base::Result<GrantInput> grant_from(std::string const& text) {
    auto const at = text.find('@');
    GrantInput input;
    input.role = text.substr(0, at);
    auto const& roles = Permissions::instance().roles();
    if (std::find(roles.begin(), roles.end(), input.role) == roles.end() || input.role == "public")
        return base::refuse("identity.no_such_role", {{"role", input.role}});
    input.scope_kind = at == std::string::npos ? "all" : "organisation";
    if (at != std::string::npos) input.scope_id = text.substr(at + 1);
    return input;
}

}  // namespace

base::Result<std::optional<std::string>> create_first_administrator(sql::Database& database, base::Clock const& clock,
                                                                    base::IdGenerator& ids) {
    auto const password = make_password();
    KUNYU_TRY(auto const hash, hash_password(password));
    Links const links;
    return database.write([&](sql::Tx& tx) -> base::Result<std::optional<std::string>> {
        if (tx.first("SELECT 1 FROM account")) return std::optional<std::string>{};
        AccountInput input;
        input.user = first_user;
        input.display_name = base::Messages::instance().text("identity.first_administrator", base::Language::zh);
        input.grants.push_back({"administrator", "all", std::nullopt, std::nullopt, std::nullopt});
        // A random password, seen by the operator alone, need not be changed.
        KUNYU_TRY_VOID(AccountService(ids, links).create(tx, command_line(clock), input, FirstPassword{hash, false}));
        return std::optional(password);
    });
}

base::Result<MadeAccount> add_user(sql::Database& database, base::Clock const& clock, base::IdGenerator& ids,
                                   AccountInput input, std::vector<std::string> const& grants) {
    if (!is_user_name(input.user)) return base::refuse_field("/user", "identity.not_a_user_name");
    for (auto const& text : grants) {
        KUNYU_TRY(auto grant, grant_from(text));
        input.grants.push_back(std::move(grant));
    }
    auto const password = make_password();
    KUNYU_TRY(auto const hash, hash_password(password));
    Links const links;
    return database.write([&](sql::Tx& tx) -> base::Result<MadeAccount> {
        KUNYU_TRY(auto account,
                  AccountService(ids, links).create(tx, command_line(clock), input, FirstPassword{hash, true}));
        return MadeAccount{std::move(account), password};
    });
}

std::vector<Account> list_users(sql::Database& database, base::Clock const& clock) {
    return database.read([&](sql::Session& session) {
        AccountFilter filter;
        filter.scope.everything = true;
        filter.day = clock.today();
        std::vector<Account> all;
        PageRequest page{std::nullopt, 500};
        do {
            auto found = *list_accounts(session, filter, page);
            all.insert(all.end(), std::make_move_iterator(found.items.begin()),
                       std::make_move_iterator(found.items.end()));
            page.cursor = found.next;
        } while (page.cursor);
        return all;
    });
}

base::Result<void> set_user_active(sql::Database& database, base::Clock const& clock, base::IdGenerator& ids,
                                   std::string_view user, bool active) {
    Links const links;
    return database.write([&](sql::Tx& tx) -> base::Result<void> {
        KUNYU_TRY(auto const id, user_named(tx, user));
        AccountPatch patch;
        patch.active = active;
        auto const version = load_account(tx, id)->version;
        KUNYU_TRY_VOID(AccountService(ids, links).edit(tx, command_line(clock), id, version, patch));
        return {};
    });
}

base::Result<std::string> reset_user_password(sql::Database& database, base::Clock const& clock, base::IdGenerator& ids,
                                              std::string_view user) {
    auto const password = make_password();
    KUNYU_TRY(auto const hash, hash_password(password));
    Links const links;
    return database.write([&](sql::Tx& tx) -> base::Result<std::string> {
        KUNYU_TRY(auto const id, user_named(tx, user));
        KUNYU_TRY_VOID(AccountService(ids, links).reset_password(tx, command_line(clock), id, hash));
        return password;
    });
}

base::Result<std::string> create_user_token(sql::Database& database, base::Clock const& clock, base::IdGenerator& ids,
                                            std::string_view user, std::string name, std::vector<std::string> scopes,
                                            std::optional<base::Day> expires_on) {
    return database.write([&](sql::Tx& tx) -> base::Result<std::string> {
        KUNYU_TRY(auto const id, user_named(tx, user));
        auto const account = load_account(tx, id);
        if (!account->active) return base::refuse("identity.user_inactive", {{"user", account->user}});
        Caller owner;
        owner.account = id;
        owner.user = account->user;
        owner.name = account->display_name;
        owner.request_id = "command line";
        owner.now = clock.now();
        TokenInput input{name, scopes.empty() ? std::vector<std::string>{"*"} : scopes, expires_on};
        KUNYU_TRY(auto made, OwnService(ids).create_token(tx, owner, input));
        return made.secret;
    });
}

}  // namespace kunyu::identity
