#include "identity/sign_in.hpp"

#include "base/log.hpp"
#include "base/text.hpp"
#include "identity/account_store.hpp"
#include "identity/audit_entry.hpp"
#include "identity/password.hpp"
#include "identity/resolver.hpp"
#include "identity/secrets.hpp"
#include "identity/throttle.hpp"

#include <algorithm>

namespace kunyu::identity {

namespace {

Caller caller_of(Account const& account, LogIn const& attempt, base::Instant now) {
    Caller caller;
    caller.account = account.id;
    caller.name = account.display_name;
    caller.user = account.user;
    caller.request_id = attempt.request_id;
    caller.address = attempt.address;
    caller.now = now;
    return caller;
}

void record(sql::Tx& tx, Caller const& caller, Account const& account, std::string_view action,
            boost::json::object after) {
    AuditSubject subject{"account", account.id.value, account.user + " " + account.display_name,
                         account.organisation ? account.organisation->value : 0};
    auto entry = audit_entry(tx, caller, action, std::move(subject), {});
    entry.before = nullptr;
    entry.after = std::move(after);
    audit::append(tx, entry);
}

}  // namespace

base::Result<OpenedSession> SignIn::log_in(LogIn const& attempt) const {
    LoginAttempt const throttled{attempt.user, attempt.address};
    KUNYU_TRY_VOID(
        database_.read([&](sql::Session& session) { return check_throttle(session, throttled, clock_.now()); }));
    KUNYU_TRY(auto const account, authenticator_.authenticate(database_, attempt.user, attempt.password));
    if (!account) {
        fail(attempt);
        return base::refuse("identity.wrong_credentials");
    }
    return database_.write([&](sql::Tx& tx) { return open(tx, *account, attempt); });
}

base::Result<OpenedSession> SignIn::open(sql::Tx& tx, AccountId id, LogIn const& attempt) const {
    auto const now = clock_.now();
    auto const account = load_account(tx, id);
    if (!account || !account->active) return base::refuse("identity.wrong_credentials");
    delete_ended_sessions(tx, now);
    if (attempt.earlier_secret) delete_session_of(tx, digest_of_secret(*attempt.earlier_secret));
    forget_failures(tx, account->user);
    note_login(tx, id, now);

    OpenedSession opened;
    opened.secret = make_session_secret();
    opened.account = id;
    opened.entry.id = ids_.next();
    opened.entry.created_at = now;
    opened.entry.last_seen_at = now;
    opened.entry.ends_at = now.plus_seconds(session_longest_seconds);
    opened.entry.address = attempt.address;
    opened.entry.agent = base::clip(base::normalise(attempt.agent).value_or(""), 200);
    insert_session(tx, id, opened.entry, digest_of_secret(opened.secret));
    opened.entry.ends_at = now.plus_seconds(std::min(session_idle_seconds, session_longest_seconds));
    record(tx, caller_of(*account, attempt, now), *account, "session.open",
           {{"session", opened.entry.id}, {"address", attempt.address}});
    return opened;
}

void SignIn::fail(LogIn const& attempt) const {
    base::log(base::LogLevel::warning, "login_failed", {{"address", attempt.address}, {"request", attempt.request_id}});
    database_.write([&](sql::Tx& tx) -> base::Result<void> {
        note_failure(tx, {attempt.user, attempt.address}, clock_.now());
        return {};
    });
}

base::Result<void> SignIn::change_password(Caller const& caller, PasswordChange const& change) const {
    LoginAttempt const throttled{caller.user, change.address};
    KUNYU_TRY_VOID(
        database_.read([&](sql::Session& session) { return check_throttle(session, throttled, clock_.now()); }));
    KUNYU_TRY_VOID(check_password("/new", change.chosen, caller.user));
    auto const stored = database_.read([&](sql::Session& session) { return load_password(session, caller.user); });
    KUNYU_TRY(auto const right, verify_password(stored ? std::optional(stored->hash) : std::nullopt, change.current));
    if (!right) {
        fail({caller.user, {}, change.address, {}, std::nullopt, caller.request_id});
        return base::refuse_field("/current", "identity.wrong_password");
    }
    if (change.chosen == change.current) return base::refuse_field("/new", "identity.password_unchanged");
    KUNYU_TRY(auto const hash, hash_password(change.chosen));
    return database_.write([&](sql::Tx& tx) -> base::Result<void> {
        auto const current = load_password(tx, caller.user);
        // Somebody else has reset it in the meantime.
        if (!current || current->hash != stored->hash) return base::refuse("identity.session_ended");
        set_password(tx, caller.account, hash, false);
        forget_failures(tx, caller.user);
        auto const ended = delete_sessions(tx, caller.account, caller.session.value_or(0));
        record(tx, caller, *load_account(tx, caller.account), "account.own",
               {{"password", "changed"}, {"sessions_ended", ended}});
        return {};
    });
}

}  // namespace kunyu::identity
