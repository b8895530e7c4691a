#include "identity/resolver.hpp"

#include "base/text.hpp"
#include "identity/secrets.hpp"

#include <algorithm>

namespace kunyu::identity {

namespace {

bool starts_with_word(std::string_view text, std::string_view word) {
    return text.size() > word.size() && base::fold(text.substr(0, word.size())) == word;
}

/// The request's own part of a caller.
Caller stranger(http::Request const& request, base::Instant now) {
    Caller caller;
    caller.request_id = request.id;
    caller.address = request.remote;
    caller.language = request.language;
    caller.now = now;
    return caller;
}

void set_account(Caller& caller, sql::Session& session, sql::Row const& row) {
    caller.account = row.id<AccountTag>(1);
    caller.user = row.text(2);
    caller.name = row.text(3);
    caller.grants = grants_of(session, caller.account, base::day_of(caller.now));
}

std::optional<Resolution> by_session(sql::Session& session, std::string_view secret, Caller caller) {
    auto const row = session.first(
        "SELECT s.id, a.id, a.user_name, a.display_name, a.must_change_password, s.last_seen_at FROM account_session s "
        "JOIN account a ON a.id = s.account WHERE s.digest = ? AND s.ends_at > ? AND s.last_seen_at > ? "
        "AND a.active = 1",
        digest_of_secret(secret), caller.now, caller.now.plus_seconds(-session_idle_seconds));
    if (!row) return std::nullopt;
    set_account(caller, session, *row);
    caller.session = row->integer(0);
    caller.must_change_password = row->boolean(4);
    auto const due = row->instant(5).plus_seconds(last_use_seconds) <= caller.now;
    return Resolution{std::move(caller), due};
}

std::optional<Resolution> by_token(sql::Session& session, std::string_view secret, Caller caller) {
    auto const row = session.first(
        "SELECT t.id, a.id, a.user_name, a.display_name, t.scopes, t.last_used_at FROM account_token t "
        "JOIN account a ON a.id = t.account WHERE t.digest = ? AND (t.ends_at IS NULL OR t.ends_at > ?) "
        "AND a.active = 1",
        digest_of_secret(secret), caller.now);
    if (!row) return std::nullopt;
    set_account(caller, session, *row);
    caller.token = row->integer(0);
    if (row->text(4) != "*") {
        auto const scopes = base::split(row->text(4), ' ');
        caller.token_actions.emplace(scopes.begin(), scopes.end());
    }
    auto const last = row->optional_instant(5);
    auto const due = !last || last->plus_seconds(last_use_seconds) <= caller.now;
    return Resolution{std::move(caller), due};
}

}  // namespace

Credentials credentials_of(http::Request const& request) {
    if (auto const header = request.header("authorization"); header && starts_with_word(*header, "bearer ")) {
        auto const secret = base::trim(std::string_view(*header).substr(7));
        return {Credentials::Kind::token, std::string(secret)};
    }
    if (auto const cookie = request.cookie(session_cookie); cookie && !cookie->empty())
        return {Credentials::Kind::session, *cookie};
    return {};
}

base::Result<Resolution> resolve(sql::Session& session, http::Request const& request, base::Instant now,
                                 bool public_will_do) {
    auto const credentials = credentials_of(request);
    auto caller = stranger(request, now);
    if (credentials.kind == Credentials::Kind::none) return Resolution{std::move(caller), false};
    if (credentials.kind == Credentials::Kind::token) {
        if (auto found = by_token(session, credentials.secret, caller)) return std::move(*found);
        return base::refuse("identity.token_invalid");
    }
    if (auto found = by_session(session, credentials.secret, caller)) return std::move(*found);
    if (!public_will_do) return base::refuse("identity.session_ended");
    return Resolution{std::move(caller), false};
}

std::vector<Grant> grants_of(sql::Session& session, AccountId account, base::Day day) {
    auto const rows = session.query(
        "SELECT g.role, g.organisation, g.platform, '' FROM account_grant g WHERE g.account = ? "
        "AND (g.valid_from IS NULL OR g.valid_from <= ?) AND (g.valid_to IS NULL OR g.valid_to > ?) "
        "UNION ALL SELECT g.role, g.organisation, g.platform, a.user_name FROM delegation d "
        "JOIN delegation_grant l ON l.delegation = d.id JOIN account_grant g ON g.id = l.account_grant "
        "JOIN account a ON a.id = d.from_account WHERE d.to_account = ? AND d.revoked_at IS NULL "
        "AND d.first_day <= ? AND d.last_day >= ? AND a.active = 1 "
        "AND (g.valid_from IS NULL OR g.valid_from <= ?) AND (g.valid_to IS NULL OR g.valid_to > ?)",
        account, day, day, account, day, day, day, day);
    std::vector<Grant> grants;
    for (auto const& row : rows) {
        Grant grant;
        grant.role = row.text(0);
        grant.organisation = row.optional_id<OrganisationTag>(1);
        grant.platform = row.optional_integer(2);
        grant.on_behalf_of = row.text(3);
        grants.push_back(std::move(grant));
    }
    return grants;
}

}  // namespace kunyu::identity
