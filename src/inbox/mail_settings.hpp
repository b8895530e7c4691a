#pragma once
#include "base/config.hpp"
#include "base/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace kunyu::inbox {

/// A sender: "坤舆 <kunyu@example.cn>" or the address alone.
struct Mailbox {
    std::string name;
    std::string address;
};

/// Whether a mail can be sent there: local@domain of ASCII letters, digits and what is usual beside them. Nothing that
/// has a meaning in a header or in SMTP passes.
bool is_mail_address(std::string_view text);

/// How mail leaves, checked and with the password read. Never logged.
struct MailSettings {
    std::string url;  ///< "smtp://host:port" or "smtps://host:port", nothing more
    bool encrypted = true;
    Mailbox sender;
    std::string user;
    std::string password;
    std::string ca_file;
    std::int64_t retry_seconds = 60;
};

/// Checks the configuration: inbox.mail_bad_url, inbox.mail_bad_sender, inbox.mail_password_unreadable {file},
/// inbox.mail_in_clear when a password would cross a network unencrypted.
base::Result<MailSettings> read_mail_settings(base::MailConfiguration const& configuration);

}  // namespace kunyu::inbox
