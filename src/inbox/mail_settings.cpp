#include "inbox/mail_settings.hpp"

#include "base/ids.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <cctype>

namespace kunyu::inbox {

namespace {

constexpr std::size_t longest_local = 64;     // RFC 5321, 4.5.3.1.1
constexpr std::size_t longest_address = 254;  // RFC 3696, erratum 1690

bool all_of(std::string_view text, std::string_view others) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
        auto const byte = static_cast<unsigned char>(c);
        return byte < 0x80 && (std::isalnum(byte) != 0 || others.find(c) != std::string_view::npos);
    });
}

struct ServerAddress {
    bool tls = false;  ///< from the first byte on
    std::string host;
};

base::Result<ServerAddress> read_url(std::string const& url) {
    auto const bad = base::refuse("inbox.mail_bad_url", {{"value", base::clip(url, 100)}});
    ServerAddress out;
    out.tls = url.starts_with("smtps://");
    if (!out.tls && !url.starts_with("smtp://")) return bad;
    std::string_view rest = std::string_view(url).substr(url.find("//") + 2);
    if (rest.ends_with('/')) rest.remove_suffix(1);
    auto const bracket = rest.starts_with('[') ? rest.find(']') : std::string_view::npos;
    auto const colon = rest.find(':', bracket == std::string_view::npos ? 0 : bracket);
    out.host = rest.substr(0, colon);
    auto const is_host = bracket == std::string_view::npos ? all_of(out.host, ".-") : all_of(out.host, "[]:.");
    if (!is_host) return bad;
    if (colon != std::string_view::npos) {
        auto const port = base::parse_id(rest.substr(colon + 1));
        if (!port || *port > 65535) return bad;
    }
    return out;
}

bool is_loopback(std::string const& host) {
    return host == "localhost" || host == "[::1]" || host.starts_with("127.");
}

base::Result<Mailbox> read_mailbox(std::string const& text) {
    auto const bad = base::refuse("inbox.mail_bad_sender", {{"value", base::clip(text, 100)}});
    Mailbox out;
    auto const open = text.find('<');
    if (open == std::string::npos) {
        out.address = base::trim(text);
    } else {
        if (!text.ends_with('>')) return bad;
        out.name = base::trim(std::string_view(text).substr(0, open));
        out.address = text.substr(open + 1, text.size() - open - 2);
    }
    if (!is_mail_address(out.address)) return bad;
    return out;
}

}  // namespace

bool is_mail_address(std::string_view text) {
    auto const at = text.rfind('@');
    if (at == std::string_view::npos || text.size() > longest_address || at > longest_local) return false;
    auto const local = text.substr(0, at);
    auto const domain = text.substr(at + 1);
    auto const dots_fit = [](std::string_view part) {
        return !part.starts_with('.') && !part.ends_with('.') && part.find("..") == std::string_view::npos;
    };
    return all_of(local, "!#$%&'*+-/=?^_`{|}~.") && dots_fit(local) && all_of(domain, ".-") && dots_fit(domain) &&
           !domain.starts_with('-');
}

base::Result<MailSettings> read_mail_settings(base::MailConfiguration const& configuration) {
    KUNYU_TRY(auto const server, read_url(configuration.url));
    MailSettings out;
    KUNYU_TRY(out.sender, read_mailbox(configuration.sender));
    out.url = configuration.url;
    out.encrypted = server.tls || configuration.starttls != "never";
    out.user = configuration.user;
    out.ca_file = configuration.ca_file;
    out.retry_seconds = configuration.retry_seconds;
    if (!configuration.password_file.empty()) {
        auto const text = base::read_file(configuration.password_file);
        if (!text) return base::refuse("inbox.mail_password_unreadable", {{"file", configuration.password_file}});
        out.password = base::trim(*text);
    }
    if (!out.encrypted && !out.password.empty() && !is_loopback(server.host))
        return base::refuse("inbox.mail_in_clear", {{"host", server.host}});
    return out;
}

}  // namespace kunyu::inbox
