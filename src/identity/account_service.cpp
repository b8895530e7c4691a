#include "identity/account_service.hpp"

#include "identity/account_json.hpp"
#include "identity/audit_entry.hpp"
#include "identity/permissions.hpp"
#include "identity/session_store.hpp"

#include <algorithm>
#include <utility>

namespace kunyu::identity {

namespace {

/// The organisation an account belongs to; nobody's account is managed by who manages everything.
Target target_of(std::optional<OrganisationId> organisation) {
    Target target;
    if (organisation) target.organisations.push_back(*organisation);
    return target;
}

base::Result<std::optional<OrganisationId>> organisation_named(sql::Session& session,
                                                               std::optional<std::string> const& key) {
    if (!key) return std::optional<OrganisationId>{};
    auto const found = find_organisation(session, *key);
    if (!found) return base::refuse_field("/organisation", "identity.no_such_organisation", {{"key", *key}});
    return found;
}

bool periods_meet(AccountGrant const& a, AccountGrant const& b) {
    auto const ends_before = [](std::optional<base::Day> to, std::optional<base::Day> from) {
        return to && from && *to <= *from;
    };
    return !ends_before(a.valid_to, b.valid_from) && !ends_before(b.valid_to, a.valid_from);
}

bool same_right(AccountGrant const& a, AccountGrant const& b) {
    return a.role == b.role && a.organisation == b.organisation && a.platform == b.platform && periods_meet(a, b);
}

base::Result<void> check_new_among(std::vector<AccountGrant> const& held, AccountGrant const& grant) {
    if (std::any_of(held.begin(), held.end(), [&](AccountGrant const& other) { return same_right(other, grant); }))
        return base::refuse("identity.grant_exists", {{"role", grant.role}});
    return {};
}

}  // namespace

base::Result<ListPage<Account>> AccountService::list(sql::Session& session, Caller const& caller,
                                                     AccountQuery const& query) const {
    KUNYU_TRY_VOID(authorise_any(caller, "account.read"));
    AccountFilter filter;
    filter.text = query.text;
    filter.role = query.role;
    filter.active = query.active;
    filter.scope = scope_of(session, caller, "account.read");
    filter.day = base::day_of(caller.now);
    if (query.organisation) {
        filter.organisation = find_organisation(session, *query.organisation);
        if (!filter.organisation)
            return base::refuse_field("organisation", "identity.no_such_organisation", {{"key", *query.organisation}});
    }
    return list_accounts(session, filter, query.page);
}

base::Result<Account> AccountService::read(sql::Session& session, Caller const& caller, AccountId id) const {
    return visible(session, caller, id);
}

base::Result<Account> AccountService::create(sql::Tx& tx, Caller const& caller, AccountInput const& input,
                                             std::optional<FirstPassword> const& password) const {
    KUNYU_TRY(auto const organisation, organisation_named(tx, input.organisation));
    KUNYU_TRY_VOID(authorise(tx, caller, "account.manage", target_of(organisation)));
    Account account;
    account.id = ids_.next_as<AccountTag>();
    account.user = input.user;
    account.display_name = input.display_name;
    account.organisation = organisation;
    account.email = input.email;
    account.phone = input.phone;
    account.language = input.language;
    account.must_change_password = password && password->must_change;
    account.created_at = caller.now;
    if (!input.grants.empty()) KUNYU_TRY_VOID(authorise_any(caller, "grant.manage"));
    for (std::size_t i = 0; i < input.grants.size(); ++i) {
        KUNYU_TRY(auto grant, grant_of(tx, caller, input.grants[i], "/grants/" + std::to_string(i)));
        KUNYU_TRY_VOID(check_new_among(account.grants, grant));
        grant.account = account.id;
        account.grants.push_back(std::move(grant));
    }
    if (!insert_account(tx, account, password ? std::optional(password->hash) : std::nullopt))
        return base::refuse("identity.user_taken", {{"user", input.user}});
    for (auto const& grant : account.grants) insert_grant(tx, grant, caller.account, caller.now);
    record(tx, caller, "account.manage", account, nullptr, audit_json(account));
    return account;
}

base::Result<Account> AccountService::edit(sql::Tx& tx, Caller const& caller, AccountId id, std::int64_t version,
                                           AccountPatch const& patch) const {
    KUNYU_TRY(auto const before, manageable(tx, caller, "account.manage", id));
    if (before.version != version) return base::refuse("identity.version_conflict");
    auto after = before;
    if (patch.display_name) after.display_name = *patch.display_name;
    if (patch.email) after.email = *patch.email;
    if (patch.phone) after.phone = *patch.phone;
    if (patch.language) after.language = *patch.language;
    if (patch.active) after.active = *patch.active;
    if (patch.organisation) {
        KUNYU_TRY(after.organisation, organisation_named(tx, *patch.organisation));
        KUNYU_TRY_VOID(authorise(tx, caller, "account.manage", target_of(after.organisation)));
    }
    if (before.active && !after.active) {
        if (count_administrators(tx, base::day_of(caller.now), {}, id) == 0)
            return base::refuse("identity.last_administrator");
        delete_sessions(tx, id, 0);
    }
    update_account(tx, after);
    ++after.version;
    record(tx, caller, "account.manage", after, audit_json(before), audit_json(after));
    return after;
}

base::Result<void> AccountService::reset_password(sql::Tx& tx, Caller const& caller, AccountId id,
                                                  std::string const& hash) const {
    KUNYU_TRY(auto const account, manageable(tx, caller, "account.manage", id));
    set_password(tx, id, hash, true);
    auto const ended = delete_sessions(tx, id, 0);
    record(tx, caller, "account.manage", account, nullptr,
           boost::json::object{{"password", "reset"}, {"sessions_ended", ended}});
    return {};
}

base::Result<AccountGrant> AccountService::add_grant(sql::Tx& tx, Caller const& caller, AccountId id,
                                                     GrantInput const& input) const {
    KUNYU_TRY(auto const account, manageable(tx, caller, "grant.manage", id));
    KUNYU_TRY(auto grant, grant_of(tx, caller, input, ""));
    KUNYU_TRY_VOID(check_new_among(account.grants, grant));
    grant.account = id;
    insert_grant(tx, grant, caller.account, caller.now);
    raise_version(tx, id);
    record(tx, caller, "grant.manage", account, nullptr, audit_json(grant));
    return grant;
}

base::Result<void> AccountService::remove_grant(sql::Tx& tx, Caller const& caller, AccountId id,
                                                GrantId id_of_grant) const {
    KUNYU_TRY(auto const account, visible(tx, caller, id));
    KUNYU_TRY_VOID(authorise(tx, caller, "grant.manage", target_of(account.organisation)));
    auto const grant = std::find_if(account.grants.begin(), account.grants.end(),
                                    [&](AccountGrant const& held) { return held.id == id_of_grant; });
    if (grant == account.grants.end()) return base::refuse("identity.grant_not_found");
    if (!may_give(tx, caller, *grant)) return base::refuse("identity.role_above_yours", {{"role", grant->role}});
    if (grant->role == "administrator" && account.active &&
        count_administrators(tx, base::day_of(caller.now), grant->id, {}) == 0)
        return base::refuse("identity.last_administrator");
    delete_grant(tx, grant->id);
    raise_version(tx, id);
    record(tx, caller, "grant.manage", account, audit_json(*grant), nullptr);
    return {};
}

base::Result<ListPage<SessionEntry>> AccountService::sessions(sql::Session& session, Caller const& caller, AccountId id,
                                                              PageRequest const& page) const {
    KUNYU_TRY_VOID(manageable(session, caller, "account.manage", id));
    return list_sessions(session, id, caller.now, page);
}

base::Result<void> AccountService::end_session(sql::Tx& tx, Caller const& caller, AccountId id,
                                               std::int64_t session) const {
    KUNYU_TRY(auto const account, manageable(tx, caller, "account.manage", id));
    if (!delete_session(tx, id, session)) return base::refuse("identity.session_not_found");
    record(tx, caller, "account.manage", account, boost::json::object{{"session", session}}, nullptr);
    return {};
}

base::Result<Account> AccountService::visible(sql::Session& session, Caller const& caller, AccountId id) const {
    KUNYU_TRY_VOID(authorise_any(caller, "account.read"));
    auto account = load_account(session, id);
    if (!account || !may(session, caller, "account.read", target_of(account->organisation)))
        return base::refuse("identity.account_not_found");
    return std::move(*account);
}

base::Result<Account> AccountService::manageable(sql::Session& session, Caller const& caller, std::string_view action,
                                                 AccountId id) const {
    KUNYU_TRY(auto account, visible(session, caller, id));
    KUNYU_TRY_VOID(authorise(session, caller, action, target_of(account.organisation)));
    auto const today = base::day_of(caller.now);
    // Whoever may reset a password can log in as its owner, so he must stand above all the owner may do.
    for (auto const& grant : account.grants)
        if (!grant.is_over(today) && !may_give(session, caller, grant))
            return base::refuse("identity.account_above_yours", {{"user", account.user}, {"role", grant.role}});
    return account;
}

base::Result<AccountGrant> AccountService::grant_of(sql::Session& session, Caller const& caller,
                                                    GrantInput const& input, std::string const& path) const {
    auto const& role = Permissions::instance().role(input.role);
    if (!role.scopes.contains(input.scope_kind))
        return base::refuse_field(path + "/scope/kind", "identity.scope_not_for_role",
                                  {{"role", input.role}, {"kind", input.scope_kind}});
    AccountGrant grant;
    grant.id = ids_.next_as<AccountGrantTag>();
    grant.role = input.role;
    grant.valid_from = input.valid_from;
    grant.valid_to = input.valid_to;
    if (input.scope_kind == "organisation") {
        grant.organisation = find_organisation(session, *input.scope_id);
        if (!grant.organisation)
            return base::refuse_field(path + "/scope/id", "identity.no_such_organisation", {{"key", *input.scope_id}});
    }
    if (input.scope_kind == "platform") {
        auto const platform = links_.find_platform ? links_.find_platform(session, *input.scope_id) : std::nullopt;
        if (!platform)
            return base::refuse_field(path + "/scope/id", "identity.no_such_platform", {{"key", *input.scope_id}});
        grant.platform = platform->id;
    }
    if (!may_give(session, caller, grant)) return base::refuse("identity.role_above_yours", {{"role", grant.role}});
    return grant;
}

bool AccountService::may_give(sql::Session& session, Caller const& caller, AccountGrant const& grant) const {
    if (caller.is_system) return true;
    if (!authorise_any(caller, "grant.manage")) return false;
    return std::any_of(caller.grants.begin(), caller.grants.end(), [&](Grant const& own) {
        return Permissions::instance().may_grant(own.role, grant.role) && covers(session, own, grant);
    });
}

bool AccountService::covers(sql::Session& session, Grant const& own, AccountGrant const& grant) const {
    auto const reach = reach_of(own, "grant.manage");
    if (reach == Reach::all) return true;
    if (reach != Reach::scope || grant.over_everything()) return false;
    if (!own.organisation && !own.platform) return true;
    if (own.platform) return own.platform == grant.platform;
    if (grant.organisation) return is_within(session, *grant.organisation, *own.organisation);
    if (!links_.platform_organisations) return false;
    auto const owners = links_.platform_organisations(session, *grant.platform);
    return std::any_of(owners.begin(), owners.end(),
                       [&](OrganisationId owner) { return is_within(session, owner, *own.organisation); });
}

void AccountService::record(sql::Tx& tx, Caller const& caller, std::string_view action, Account const& account,
                            boost::json::value before, boost::json::value after) const {
    AuditSubject subject{"account", account.id.value, account.user + " " + account.display_name,
                         account.organisation ? account.organisation->value : 0};
    auto entry = audit_entry(tx, caller, action, std::move(subject), target_of(account.organisation));
    entry.before = std::move(before);
    entry.after = std::move(after);
    audit::append(tx, entry);
}

}  // namespace kunyu::identity
