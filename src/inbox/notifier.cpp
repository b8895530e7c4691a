#include "inbox/notifier.hpp"

#include "identity/account.hpp"
#include "identity/holders.hpp"
#include "inbox/mail_texts.hpp"
#include "inbox/notification_kinds.hpp"
#include "inbox/outbox.hpp"
#include "sql/filter.hpp"

#include <set>
#include <stdexcept>

namespace kunyu::inbox {

/// An active account, with what it wants of one kind.
struct Recipient {
    identity::AccountId account;
    std::string email;  ///< empty: none
    base::Language language = base::Language::zh;
    KindSetting setting;
};

namespace {

std::vector<identity::AccountId> accounts_of(sql::Session& session, NewNotification const& notification,
                                             base::Day today, identity::AccountId actor) {
    std::set<identity::AccountId> found(notification.to.begin(), notification.to.end());
    if (notification.action) {
        auto const holders = identity::holders_of(session, *notification.action, notification.target, today);
        found.insert(holders.begin(), holders.end());
    }
    found.erase(actor);
    if (notification.not_for) found.erase(*notification.not_for);
    return {found.begin(), found.end()};
}

/// The active ones, with what they want of this kind.
std::vector<Recipient> recipients(sql::Session& session, NotificationKind const& kind,
                                  std::vector<identity::AccountId> const& accounts) {
    std::vector<Recipient> found;
    if (accounts.empty()) return found;
    sql::Where where;
    where.add("a.active = 1");
    where.add_in("a.id", accounts);
    std::vector<sql::Value> args{sql::to_value(kind.id)};
    args.insert(args.end(), where.args().begin(), where.args().end());
    for (auto const& row : session.query_with("SELECT a.id, a.email, a.language, s.in_inbox, s.mail FROM account a "
                                              "LEFT JOIN inbox_kind_setting s ON s.account = a.id AND "
                                              "s.kind = ?" +
                                                  where.text() + " ORDER BY a.id",
                                              args)) {
        Recipient one{row.id<identity::AccountTag>(0), row.optional_text(1).value_or(""),
                      base::parse_language(row.text(2)).value_or(base::Language::zh), kind.otherwise};
        if (!row.is_null(3)) one.setting = {row.boolean(3), parse_mail_time(row.text(4)).value_or(MailTime::none)};
        found.push_back(one);
    }
    return found;
}

}  // namespace

void Notifier::notify(sql::Tx& tx, identity::Caller const& caller, NewNotification const& notification) const {
    tell(tx, caller.now, caller.account, notification);
}

void Notifier::notify(sql::Tx& tx, base::Instant now, NewNotification const& notification) const {
    tell(tx, now, {}, notification);
}

void Notifier::tell(sql::Tx& tx, base::Instant now, identity::AccountId actor,
                    NewNotification const& notification) const {
    auto const* kind = find_kind(notification.kind);
    if (!kind) throw std::logic_error("an unknown kind of notification: " + notification.kind);
    auto const accounts = accounts_of(tx, notification, base::day_of(now), actor);
    for (auto const& recipient : recipients(tx, *kind, accounts)) store(tx, now, recipient, notification);
}

void Notifier::store(sql::Tx& tx, base::Instant now, Recipient const& recipient,
                     NewNotification const& notification) const {
    auto const& subject = notification.subject;
    bool const has_mail = outbox_ && outbox_->on() && !recipient.email.empty();
    bool const in_digest = has_mail && recipient.setting.mail == MailTime::digest;
    // Kept also when it is not to be shown, so that the same act is not told again after a change of the settings.
    auto const stored = tx.exec(
        "INSERT INTO inbox_notification (id, account, kind, act_key, subject_kind, subject, subject_zh, subject_en, "
        "title_zh, title_en, text_zh, text_en, link, created_at, shown, digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
        "?, ?, ?, ?, ?, ?) ON CONFLICT (account, act_key) DO NOTHING",
        ids_.next(), recipient.account, notification.kind, notification.key, subject.kind, subject.id, subject.name_zh,
        subject.name_en, notification.title.zh, notification.title.en, notification.text.zh, notification.text.en,
        notification.link, now, recipient.setting.in_inbox, in_digest);
    if (stored == 0 || !has_mail || recipient.setting.mail != MailTime::at_once) return;
    outbox_->write(tx, now,
                   notification_mail(*outbox_, recipient.account, recipient.email, recipient.language, notification));
}

void Notifier::settle(sql::Tx& tx, base::Instant now, Subject const& subject,
                      std::vector<std::string> const& kinds) const {
    sql::Where where;
    where.add("subject_kind = ?", subject.kind);
    where.add("subject = ?", subject.id);
    where.add_in("kind", kinds);
    where.add("read_at IS NULL");
    std::vector<sql::Value> args{sql::to_value(now)};
    args.insert(args.end(), where.args().begin(), where.args().end());
    tx.exec_with("UPDATE inbox_notification SET read_at = ?, digest = 0" + where.text(), args);
}

void Notifier::forget(sql::Tx& tx, Subject const& subject) const {
    tx.exec("DELETE FROM inbox_notification WHERE subject_kind = ? AND subject = ?", subject.kind, subject.id);
}

}  // namespace kunyu::inbox
