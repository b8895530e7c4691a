#include "inbox/mail_texts.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace kunyu::inbox {

namespace {

constexpr std::size_t most_items = 100;

std::string message(std::string_view code, base::Language language, base::Params const& params = {}) {
    return base::Messages::instance().text(code, language, params);
}

/// Title, text and address, each on lines of its own; what is empty is left out.
std::string paragraph(Outbox const& outbox, base::Language language, Title const& title, Title const& text,
                      std::string const& link) {
    std::string out = title.in(language) + "\n";
    if (!text.in(language).empty()) out += text.in(language) + "\n";
    if (auto const address = outbox.address_of(link); !address.empty()) out += address + "\n";
    return out;
}

std::string foot(Outbox const& outbox, base::Language language) {
    auto const address = outbox.address_of("/me/notification-settings");
    return "\n-- \n" + message("inbox.mail_foot", language) + (address.empty() ? "" : "\n" + address) + "\n";
}

}  // namespace

NewMail notification_mail(Outbox const& outbox, identity::AccountId account, std::string const& address,
                          base::Language language, NewNotification const& notification) {
    return {
        "notification",
        fmt::format("notification/{}/{}", account.value, notification.key),
        account,
        address,
        notification.title.in(language),
        paragraph(outbox, language, notification.title, notification.text, notification.link) + foot(outbox, language)};
}

NewMail digest_mail(Outbox const& outbox, identity::AccountId account, std::string const& address,
                    base::Language language, base::Day day, std::vector<Notification> const& items) {
    base::Params const params{{"count", std::to_string(items.size())}, {"day", base::to_string(day)}};
    std::string body = message("inbox.mail_digest_head", language, params) + "\n";
    auto const shown = std::min(items.size(), most_items);
    for (std::size_t i = 0; i < shown; ++i)
        body +=
            fmt::format("\n{}. {}", i + 1, paragraph(outbox, language, items[i].title, items[i].text, items[i].link));
    if (shown < items.size())
        body += "\n" + message("inbox.mail_digest_more", language, {{"count", std::to_string(items.size() - shown)}}) +
                "\n";
    return {"digest", fmt::format("digest/{}/{}", account.value, base::to_string(day)), account,
            address,  message("inbox.mail_digest_subject", language, params),           body + foot(outbox, language)};
}

}  // namespace kunyu::inbox
