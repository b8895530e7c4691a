#include "inbox/notification_json.hpp"

namespace kunyu::inbox {

namespace {

namespace json = boost::json;

json::object name_json(Title const& title) {
    return base::to_json_name(title.zh, title.en);
}

json::value name_or_null(Title const& title) {
    return title.zh.empty() ? json::value(nullptr) : json::value(name_json(title));
}

json::object to_json(KindSetting const& setting) {
    return {{"in_inbox", setting.in_inbox}, {"mail", to_string(setting.mail)}};
}

json::object digest_json(NotificationSettings const& settings) {
    return {{"hour", settings.digest_hour}, {"weekdays_only", settings.weekdays_only}};
}

}  // namespace

json::object to_json(Notification const& notification) {
    auto const* kind = find_kind(notification.kind);
    auto const& subject = notification.subject;
    return {
        {"id", notification.id.value},
        {"kind", notification.kind},
        {"kind_name", kind ? name_json(kind->name()) : base::to_json_name(notification.kind, std::nullopt)},
        {"title", name_json(notification.title)},
        {"text", name_or_null(notification.text)},
        {"subject",
         {{"kind", subject.kind}, {"id", subject.id}, {"name", base::to_json_name(subject.name_zh, subject.name_en)}}},
        {"link", notification.link},
        {"created_at", base::to_string(notification.created_at)},
        {"read_at", base::json_or_null(notification.read_at)}};
}

json::object to_json(NotificationCounts const& counts) {
    return {{"unread", counts.unread}, {"all", counts.all}};
}

json::object to_json(NotificationSettings const& settings) {
    json::array kinds;
    for (auto const& kind : notification_kinds()) {
        json::object one{{"kind", kind.id}, {"name", name_json(kind.name())}};
        for (auto const& member : to_json(settings.kinds.at(kind.id))) one.insert(member);
        kinds.push_back(std::move(one));
    }
    return {{"kinds", std::move(kinds)}, {"digest", digest_json(settings)}, {"version", settings.version}};
}

json::object audit_json(NotificationSettings const& settings) {
    json::object kinds;
    for (auto const& [kind, setting] : settings.kinds) kinds[kind] = to_json(setting);
    return {{"kinds", std::move(kinds)}, {"digest", digest_json(settings)}};
}

NotificationSettings read_settings(base::Reader& reader) {
    NotificationSettings settings;
    if (!reader.has("kinds")) reader.fault("kinds", "base.required");
    reader.each("kinds", 200, [&](base::Reader& one) {
        auto const kind = one.text("kind", {1, 64});
        KindSetting setting;
        setting.in_inbox = one.boolean("in_inbox");
        setting.mail = parse_mail_time(one.choice("mail", {"none", "at_once", "digest"})).value_or(MailTime::none);
        if (!kind.empty() && !find_kind(kind)) one.fault("kind", "inbox.no_such_kind", {{"kind", kind}});
        if (!settings.kinds.emplace(kind, setting).second) one.fault("kind", "identity.named_twice");
    });
    reader.object("digest", [&](base::Reader& digest) {
        settings.digest_hour = static_cast<int>(digest.integer("hour", 0, 23));
        settings.weekdays_only = digest.boolean("weekdays_only");
    });
    return settings;
}

}  // namespace kunyu::inbox
