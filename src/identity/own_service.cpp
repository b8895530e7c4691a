#include "identity/own_service.hpp"

#include "identity/account_json.hpp"
#include "identity/audit_entry.hpp"
#include "identity/delegation_store.hpp"
#include "identity/permissions.hpp"
#include "identity/secrets.hpp"
#include "identity/session_store.hpp"

#include <algorithm>
#include <utility>

namespace kunyu::identity {

namespace {

constexpr int longest_delegation_days = 366;

/// Known actions without repetition; "*" stands for all of them and alone.
base::Result<std::vector<std::string>> checked_scopes(Caller const& caller, std::vector<std::string> const& scopes) {
    std::vector<std::string> out;
    for (std::size_t i = 0; i < scopes.size(); ++i) {
        auto const path = "/scopes/" + std::to_string(i);
        if (scopes[i] == "*") {
            if (caller.token_actions) return base::refuse("identity.token_too_narrow", {{"action", "*"}});
            return std::vector<std::string>{"*"};
        }
        if (!Permissions::instance().has_action(scopes[i]))
            return base::refuse_field(path, "identity.no_such_action", {{"action", scopes[i]}});
        if (caller.token_actions && !caller.token_actions->contains(scopes[i]))
            return base::refuse("identity.token_too_narrow", {{"action", scopes[i]}});
        if (std::find(out.begin(), out.end(), scopes[i]) == out.end()) out.push_back(scopes[i]);
    }
    if (out.empty()) return base::refuse_field("/scopes", "base.required");
    return out;
}

/// The end of the last day; no later than the end of the token that asks.
base::Result<std::optional<base::Instant>> token_end(sql::Session& session, Caller const& caller,
                                                     std::optional<base::Day> last_day) {
    if (last_day && *last_day < base::day_of(caller.now))
        return base::refuse_field("/expires_on", "identity.day_is_past");
    auto const end = last_day ? std::optional(base::start_of(last_day->plus_days(1))) : std::nullopt;
    if (!caller.token) return end;
    auto const own = load_token(session, caller.account, *caller.token);
    if (!own || !own->ends_at) return end;
    if (end && *end > *own->ends_at)
        return base::refuse_field("/expires_on", "identity.token_outlives",
                                  {{"until", base::to_string(*own->ends_at)}});
    return end ? end : own->ends_at;
}

base::Result<std::vector<AccountGrant>> lent(std::vector<AccountGrant> const& own, DelegationInput const& input,
                                             base::Day today) {
    std::vector<AccountGrant> out;
    for (auto const& grant : own)
        if (!grant.is_over(today) && !input.grants) out.push_back(grant);
    if (input.grants) {
        for (std::size_t i = 0; i < input.grants->size(); ++i) {
            auto const found = std::find_if(own.begin(), own.end(), [&](AccountGrant const& grant) {
                return grant.id.value == (*input.grants)[i];
            });
            if (found == own.end() || found->is_over(today))
                return base::refuse_field("/grants/" + std::to_string(i), "identity.not_your_grant");
            out.push_back(*found);
        }
    }
    if (out.empty()) return base::refuse("identity.nothing_to_delegate");
    return out;
}

base::Result<void> check_days(DelegationInput const& input, base::Day today) {
    if (input.last_day < input.first_day)
        return base::refuse_field(
            "/valid_to", "identity.days_reversed",
            {{"from", base::to_string(input.first_day)}, {"to", base::to_string(input.last_day)}});
    if (input.last_day < today) return base::refuse_field("/valid_to", "identity.day_is_past");
    if (input.first_day.plus_days(longest_delegation_days) < input.last_day)
        return base::refuse_field("/valid_to", "identity.delegation_too_long",
                                  {{"days", std::to_string(longest_delegation_days)}});
    return {};
}

bool manages_all_accounts(sql::Session& session, Caller const& caller) {
    return scope_of(session, caller, "account.manage").everything;
}

}  // namespace

base::Result<ListPage<SessionEntry>> OwnService::sessions(sql::Session& session, Caller const& caller,
                                                          PageRequest const& page) const {
    return list_sessions(session, caller.account, caller.now, page);
}

base::Result<void> OwnService::end_session(sql::Tx& tx, Caller const& caller, std::int64_t id) const {
    if (!delete_session(tx, caller.account, id)) return base::refuse("identity.session_not_found");
    record(tx, caller, "session.own", boost::json::object{{"session", id}}, nullptr, {});
    return {};
}

base::Result<ListPage<Token>> OwnService::tokens(sql::Session& session, Caller const& caller,
                                                 PageRequest const& page) const {
    return list_tokens(session, caller.account, page);
}

base::Result<NewToken> OwnService::create_token(sql::Tx& tx, Caller const& caller, TokenInput const& input) const {
    NewToken made;
    KUNYU_TRY(made.token.scopes, checked_scopes(caller, input.scopes));
    KUNYU_TRY(made.token.ends_at, token_end(tx, caller, input.expires_on));
    made.token.id = ids_.next();
    made.token.name = input.name;
    made.token.created_at = caller.now;
    made.secret = make_token_secret();
    insert_token(tx, caller.account, made.token, digest_of_secret(made.secret));
    record(tx, caller, "token.own", nullptr, to_json(made.token), {});
    return made;
}

base::Result<void> OwnService::revoke_token(sql::Tx& tx, Caller const& caller, std::int64_t id) const {
    auto const token = load_token(tx, caller.account, id);
    if (!token) return base::refuse("identity.token_not_found");
    delete_token(tx, id);
    record(tx, caller, "token.own", to_json(*token), nullptr, {});
    return {};
}

base::Result<ListPage<Delegation>> OwnService::delegations(sql::Session& session, Caller const& caller,
                                                           PageRequest const& page) const {
    auto const account = manages_all_accounts(session, caller) ? std::nullopt : std::optional(caller.account);
    return list_delegations(session, account, page);
}

base::Result<Delegation> OwnService::delegate(sql::Tx& tx, Caller const& caller, DelegationInput const& input) const {
    auto const today = base::day_of(caller.now);
    KUNYU_TRY_VOID(check_days(input, today));
    auto const to = find_account(tx, input.to);
    if (!to || !load_account(tx, *to)->active)
        return base::refuse_field("/to", "identity.no_such_account", {{"key", input.to}});
    if (*to == caller.account) return base::refuse_field("/to", "identity.delegation_to_oneself");
    Delegation made;
    KUNYU_TRY(made.grants, lent(load_grants(tx, caller.account), input, today));
    made.id = ids_.next();
    made.from = caller.account;
    made.to = *to;
    made.first_day = input.first_day;
    made.last_day = input.last_day;
    made.reason = input.reason;
    made.created_at = caller.now;
    insert_delegation(tx, made);
    boost::json::array grants;
    for (auto const& grant : made.grants) grants.push_back(audit_json(grant));
    boost::json::object after{{"delegation", made.id},
                              {"to", to->value},
                              {"grants", std::move(grants)},
                              {"first_day", base::to_string(made.first_day)},
                              {"last_day", base::to_string(made.last_day)}};
    record(tx, caller, "delegation.own", nullptr, std::move(after), input.reason);
    return made;
}

base::Result<void> OwnService::revoke_delegation(sql::Tx& tx, Caller const& caller, std::int64_t id) const {
    auto const delegation = load_delegation(tx, id);
    // The delegate may give it back, too.
    if (!delegation ||
        (delegation->from != caller.account && delegation->to != caller.account && !manages_all_accounts(tx, caller)))
        return base::refuse("identity.delegation_not_found");
    if (delegation->revoked_at) return {};
    identity::revoke_delegation(tx, id, caller.now);
    record(tx, caller, "delegation.own", boost::json::object{{"delegation", id}, {"to", delegation->to.value}}, nullptr,
           {});
    return {};
}

void OwnService::record(sql::Tx& tx, Caller const& caller, std::string_view action, boost::json::value before,
                        boost::json::value after, std::string reason) const {
    auto const account = load_account(tx, caller.account);
    AuditSubject subject{"account", caller.account.value, account->user + " " + account->display_name,
                         account->organisation ? account->organisation->value : 0};
    auto entry = audit_entry(tx, caller, action, std::move(subject), {});
    entry.before = std::move(before);
    entry.after = std::move(after);
    entry.reason = std::move(reason);
    audit::append(tx, entry);
}

}  // namespace kunyu::identity
