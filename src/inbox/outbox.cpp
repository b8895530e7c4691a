#include "inbox/outbox.hpp"

#include "base/text.hpp"
#include "identity/account_store.hpp"
#include "identity/audit_entry.hpp"
#include "inbox/mail_settings.hpp"
#include "inbox/subject.hpp"
#include "sql/filter.hpp"

#include <fmt/format.h>

#include <array>
#include <stdexcept>
#include <utility>

namespace kunyu::inbox {

namespace {

constexpr std::array<std::pair<MailState, std::string_view>, 5> state_names{{{MailState::waiting, "waiting"},
                                                                             {MailState::sending, "sending"},
                                                                             {MailState::sent, "sent"},
                                                                             {MailState::uncertain, "uncertain"},
                                                                             {MailState::failed, "failed"}}};

constexpr std::string_view columns =
    "id, kind, account, address, subject, state, attempts, created_at, next_at, sent_at, reason";

Mail mail_of(sql::Row const& row) {
    Mail out;
    out.id = row.id<MailTag>(0);
    out.kind = row.text(1);
    out.account = row.id<identity::AccountTag>(2);
    out.address = row.text(3);
    out.subject = row.text(4);
    out.state = parse_mail_state(row.text(5)).value();
    out.attempts = row.integer(6);
    out.created_at = row.instant(7);
    if (out.state == MailState::waiting) out.next_at = row.instant(8);
    out.sent_at = row.optional_instant(9);
    out.reason = row.optional_text(10);
    return out;
}

void record(sql::Tx& tx, identity::Caller const& caller, Mail const& mail, std::string_view before) {
    auto entry = identity::audit_entry(tx, caller, "mail.manage",
                                       {"mail", mail.id.value, mail.address + " " + mail.subject, 0}, {});
    if (!before.empty()) entry.before = boost::json::object{{"state", before}};
    entry.after = boost::json::object{{"state", to_string(mail.state)}, {"kind", mail.kind}};
    audit::append(tx, entry);
}

}  // namespace

std::string_view to_string(MailState state) {
    for (auto const& [value, name] : state_names)
        if (value == state) return name;
    throw std::logic_error("a state of mails without a name");
}

std::optional<MailState> parse_mail_state(std::string_view text) {
    for (auto const& [value, name] : state_names)
        if (name == text) return value;
    return std::nullopt;
}

std::string Outbox::address_of(std::string_view link) const {
    return options_.base_url.empty() ? "" : options_.base_url + "/workbench" + std::string(link);
}

std::optional<MailId> Outbox::write(sql::Tx& tx, base::Instant now, NewMail const& mail) const {
    if (!on() || !is_mail_address(mail.address)) return std::nullopt;
    auto const id = ids_.next_as<MailTag>();
    auto const written = tx.exec(
        "INSERT INTO inbox_mail (id, kind, mail_key, account, address, subject, body, state, attempts, created_at, "
        "next_at) VALUES (?, ?, ?, ?, ?, ?, ?, 'waiting', 0, ?, ?) ON CONFLICT (mail_key) DO NOTHING",
        id, mail.kind, mail.key, mail.account, mail.address, mail.subject, mail.body, now, now);
    return written == 1 ? std::optional(id) : std::nullopt;
}

base::Result<Mail> Outbox::write_test(sql::Tx& tx, identity::Caller const& caller) const {
    if (!on()) return base::refuse("inbox.mail_off");
    auto const account = identity::load_account(tx, caller.account);
    if (!account || !account->email) return base::refuse("inbox.no_address");
    base::Params const who{{"name", account->display_name}};
    auto const id = write(tx, caller.now,
                          {"test", fmt::format("test/{}", ids_.next()), caller.account, *account->email,
                           title_of("inbox.mail_test_subject").in(account->language),
                           title_of("inbox.mail_test_body", who, who).in(account->language)});
    if (!id) return base::refuse("inbox.no_address");
    auto const mail = *find(tx, *id);
    record(tx, caller, mail, {});
    return mail;
}

base::Result<Page<Mail>> Outbox::list(sql::Session& session, std::optional<MailState> state, PageRequest const& page) {
    sql::PageQuery query;
    query.list = "mails/latest";
    query.columns = columns;
    query.from = "inbox_mail";
    if (state) query.where.add("state = ?", to_string(*state));
    query.order = {{"id", 'i', true}};
    query.cursor = page.cursor;
    query.limit = page.limit;
    KUNYU_TRY(auto const found, sql::fetch_page(session, query));
    Page<Mail> out;
    for (auto const& row : found.rows) out.items.push_back(mail_of(row));
    out.next = found.next;
    return out;
}

std::map<MailState, std::int64_t> Outbox::counts(sql::Session& session) {
    std::map<MailState, std::int64_t> out;
    for (auto const& [state, name] : state_names) out[state] = 0;
    for (auto const& row : session.query("SELECT state, COUNT(*) FROM inbox_mail GROUP BY state"))
        out[parse_mail_state(row.text(0)).value()] = row.integer(1);
    return out;
}

std::optional<Mail> Outbox::find(sql::Session& session, MailId id) {
    auto const row = session.first("SELECT " + std::string(columns) + " FROM inbox_mail WHERE id = ?", id);
    return row ? std::optional(mail_of(*row)) : std::nullopt;
}

base::Result<Mail> Outbox::send_again(sql::Tx& tx, identity::Caller const& caller, MailId id) const {
    auto const before = find(tx, id);
    if (!before) return base::refuse("inbox.no_such_mail");
    if (!on()) return base::refuse("inbox.mail_off");
    if (before->state != MailState::failed && before->state != MailState::uncertain)
        return base::refuse("inbox.mail_not_stuck");
    tx.exec("UPDATE inbox_mail SET state = 'waiting', attempts = 0, next_at = ? WHERE id = ?", caller.now, id);
    auto const after = *find(tx, id);
    record(tx, caller, after, to_string(before->state));
    return after;
}

std::int64_t Outbox::hold_all(sql::Tx& tx) {
    tx.exec("UPDATE inbox_notification SET digest = 0 WHERE digest = 1");
    return tx.exec(
        "UPDATE inbox_mail SET state = 'uncertain', owner = NULL, lease_until = NULL, reason = 'restored from a "
        "backup' "
        "WHERE state IN ('waiting', 'sending')");
}

std::int64_t Outbox::remove_sent(sql::Tx& tx, base::Instant before) {
    return tx.exec("DELETE FROM inbox_mail WHERE state = 'sent' AND sent_at < ?", before);
}

}  // namespace kunyu::inbox
