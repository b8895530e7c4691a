#include "inbox/digest.hpp"

#include "identity/account_store.hpp"
#include "inbox/mail_texts.hpp"
#include "inbox/notification_settings.hpp"

namespace kunyu::inbox {

namespace {

constexpr int saturday = 5;

bool is_time(NotificationSettings const& settings, base::Instant now) {
    auto const today = base::day_of(now);
    if (settings.weekdays_only && base::weekday(today) >= saturday) return false;
    return now >= base::start_of(today).plus_seconds(settings.digest_hour * 3600);
}

std::vector<Notification> items_of(sql::Session& session, identity::AccountId account) {
    std::vector<Notification> items;
    for (auto const& row :
         session.query("SELECT id, title_zh, title_en, text_zh, text_en, link FROM inbox_notification "
                       "WHERE account = ? AND digest = 1 ORDER BY id",
                       account)) {
        Notification one;
        one.id = row.id<NotificationTag>(0);
        one.title = {row.text(1), row.text(2)};
        one.text = {row.text(3), row.text(4)};
        one.link = row.text(5);
        items.push_back(std::move(one));
    }
    return items;
}

}  // namespace

std::vector<identity::AccountId> awaiting_digest(sql::Session& session) {
    std::vector<identity::AccountId> found;
    for (auto const& row :
         session.query("SELECT DISTINCT account FROM inbox_notification WHERE digest = 1 ORDER BY account"))
        found.push_back(row.id<identity::AccountTag>(0));
    return found;
}

bool write_digest(sql::Tx& tx, Outbox const& outbox, base::Instant now, identity::AccountId id) {
    if (!is_time(load_settings(tx, id), now)) return false;
    auto const account = identity::load_account(tx, id);
    auto const items = items_of(tx, id);
    if (!account || items.empty()) return false;
    if (account->active && account->email) {
        auto const mail = digest_mail(outbox, id, *account->email, account->language, base::day_of(now), items);
        // The second of a day waits for tomorrow.
        if (!outbox.write(tx, now, mail)) return false;
    }
    tx.exec("UPDATE inbox_notification SET digest = 0 WHERE account = ? AND digest = 1", id);
    return account->active && account->email;
}

}  // namespace kunyu::inbox
