#include "inbox/calendar.hpp"

#include "identity/account_store.hpp"
#include "identity/audit_entry.hpp"
#include "identity/resolver.hpp"
#include "identity/secrets.hpp"
#include "inbox/icalendar.hpp"

#include <fmt/format.h>

namespace kunyu::inbox {

namespace {

constexpr int days_back = 30;
constexpr int days_ahead = 400;

void record(sql::Tx& tx, identity::Caller const& caller, std::optional<base::Instant> before,
            std::optional<base::Instant> after) {
    auto const shown = [](std::optional<base::Instant> made_at) {
        return made_at ? boost::json::value{{"link_made_at", base::to_string(*made_at)}} : boost::json::value(nullptr);
    };
    auto entry = identity::audit_entry(tx, caller, "calendar.own",
                                       {"account", caller.account.value, caller.user + " " + caller.name, 0}, {});
    entry.before = shown(before);
    entry.after = shown(after);
    audit::append(tx, entry);
}

/// The account as it would come in itself, with everything it may do today.
identity::Caller caller_of(sql::Session& session, identity::Account const& account, base::Instant now) {
    identity::Caller caller;
    caller.account = account.id;
    caller.user = account.user;
    caller.name = account.display_name;
    caller.language = account.language;
    caller.now = now;
    caller.grants = identity::grants_of(session, account.id, base::day_of(now));
    return caller;
}

}  // namespace

std::vector<CalendarEntry> TodoCalendar::entries(sql::Session& session, identity::Caller const& caller, base::Day from,
                                                 base::Day to) const {
    std::vector<CalendarEntry> out;
    for (auto const& todo : inbox_.due_between(session, caller, from, to)) {
        CalendarEntry entry;
        entry.uid = fmt::format("todo-{}", todo.id.value);
        entry.first_day = *todo.due;
        entry.title = title_of("inbox.calendar_todo", {{"title", todo.title.zh}}, {{"title", todo.title.en}});
        entry.description = {todo.subject.name_zh, todo.subject.name_en.value_or(todo.subject.name_zh)};
        entry.link = todo.link.empty() ? "/todos" : todo.link;
        entry.changed_at = todo.opened_at;
        out.push_back(std::move(entry));
    }
    return out;
}

std::optional<base::Instant> Calendar::link_made_at(sql::Session& session, identity::Caller const& caller) {
    auto const row = session.first("SELECT made_at FROM inbox_calendar WHERE account = ?", caller.account);
    return row ? std::optional(row->instant(0)) : std::nullopt;
}

std::string Calendar::rotate(sql::Tx& tx, identity::Caller const& caller) {
    auto const before = link_made_at(tx, caller);
    auto secret = identity::make_session_secret();
    tx.exec(
        "INSERT INTO inbox_calendar (account, digest, made_at) VALUES (?, ?, ?) ON CONFLICT (account) DO UPDATE SET "
        "digest = excluded.digest, made_at = excluded.made_at",
        caller.account, identity::digest_of_secret(secret), caller.now);
    record(tx, caller, before, caller.now);
    return secret;
}

void Calendar::remove(sql::Tx& tx, identity::Caller const& caller) {
    auto const before = link_made_at(tx, caller);
    if (!before) return;
    tx.exec("DELETE FROM inbox_calendar WHERE account = ?", caller.account);
    record(tx, caller, before, std::nullopt);
}

base::Result<std::string> Calendar::feed(sql::Session& session, std::string_view secret, base::Instant now) const {
    auto const row = session.first(
        "SELECT c.account FROM inbox_calendar c JOIN account a ON a.id = c.account WHERE c.digest = ? AND a.active = 1",
        identity::digest_of_secret(secret));
    if (!row) return base::refuse("inbox.no_such_calendar");
    auto const account = *identity::load_account(session, row->id<identity::AccountTag>(0));
    auto const caller = caller_of(session, account, now);
    auto const today = base::day_of(now);
    std::vector<CalendarEntry> entries;
    for (auto const* source : sources_) {
        auto found = source->entries(session, caller, today.plus_days(-days_back), today.plus_days(days_ahead));
        std::move(found.begin(), found.end(), std::back_inserter(entries));
    }
    return write_icalendar(entries, title_of("inbox.calendar_name"), account.language, workbench_);
}

}  // namespace kunyu::inbox
