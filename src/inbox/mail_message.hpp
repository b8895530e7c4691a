#pragma once
#include "base/time.hpp"
#include "inbox/mail_settings.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace kunyu::inbox {

/// A text as it may stand in a header: as it is when it is plain ASCII, else as encoded words (RFC 2047) of UTF-8 in
/// base64, each at most 75 characters long and whole in itself, folded between them. Line breaks and other control
/// characters are blanks, so nothing can begin another header.
std::string header_text(std::string_view text);

/// "<mail-12@example.cn>": the same mail has the same one whenever it is sent.
std::string message_id(std::int64_t id, Mailbox const& sender);

/// What is handed over after DATA (RFC 5322): CRLF lines of ASCII, the body in base64.
struct MailText {
    std::int64_t id = 0;
    std::string address;
    std::string subject;
    std::string body;
    base::Instant written_at;
};
std::string write_message(MailText const& mail, Mailbox const& sender);

}  // namespace kunyu::inbox
