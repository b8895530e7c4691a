#include "inbox/notification_settings.hpp"

#include "identity/audit_entry.hpp"
#include "inbox/notification_json.hpp"

namespace kunyu::inbox {

namespace {

NotificationSettings unchosen() {
    NotificationSettings settings;
    for (auto const& kind : notification_kinds()) settings.kinds[kind.id] = kind.otherwise;
    return settings;
}

void record(sql::Tx& tx, identity::Caller const& caller, NotificationSettings const& before,
            NotificationSettings const& after) {
    auto entry = identity::audit_entry(tx, caller, "notification.own",
                                       {"account", caller.account.value, caller.user + " " + caller.name, 0}, {});
    entry.before = audit_json(before);
    entry.after = audit_json(after);
    audit::append(tx, entry);
}

}  // namespace

NotificationSettings load_settings(sql::Session& session, identity::AccountId account) {
    auto settings = unchosen();
    if (auto const row =
            session.first("SELECT digest_hour, weekdays_only, version FROM inbox_setting WHERE account = ?", account)) {
        settings.digest_hour = static_cast<int>(row->integer(0));
        settings.weekdays_only = row->boolean(1);
        settings.version = row->integer(2);
    }
    for (auto const& row :
         session.query("SELECT kind, in_inbox, mail FROM inbox_kind_setting WHERE account = ?", account)) {
        auto const found = settings.kinds.find(row.text(0));
        if (found == settings.kinds.end()) continue;
        found->second = {row.boolean(1), parse_mail_time(row.text(2)).value_or(MailTime::none)};
    }
    return settings;
}

base::Result<NotificationSettings> change_settings(sql::Tx& tx, identity::Caller const& caller, std::int64_t version,
                                                   NotificationSettings const& wanted) {
    auto const before = load_settings(tx, caller.account);
    if (before.version != version) return base::refuse("identity.version_conflict");
    auto after = unchosen();
    for (auto const& [kind, setting] : wanted.kinds) after.kinds.at(kind) = setting;
    after.digest_hour = wanted.digest_hour;
    after.weekdays_only = wanted.weekdays_only;
    after.version = before.version + 1;
    tx.exec("DELETE FROM inbox_kind_setting WHERE account = ?", caller.account);
    for (auto const& [kind, setting] : after.kinds)
        if (setting != find_kind(kind)->otherwise)
            tx.exec("INSERT INTO inbox_kind_setting (account, kind, in_inbox, mail) VALUES (?, ?, ?, ?)",
                    caller.account, kind, setting.in_inbox, to_string(setting.mail));
    tx.exec(
        "INSERT INTO inbox_setting (account, digest_hour, weekdays_only, version) VALUES (?, ?, ?, ?) ON CONFLICT "
        "(account) DO UPDATE SET digest_hour = excluded.digest_hour, weekdays_only = excluded.weekdays_only, version = "
        "excluded.version",
        caller.account, after.digest_hour, after.weekdays_only, after.version);
    record(tx, caller, before, after);
    return after;
}

}  // namespace kunyu::inbox
