#include "inbox/mail_message.hpp"

#include "base/text.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <array>

namespace kunyu::inbox {

namespace {

// A line with encoded words has 76 characters at most (RFC 2047, 2): 12 of them mark the word, and on the first line
// the name of the header stands before it.
constexpr std::size_t first_word_bytes = 39;
constexpr std::size_t word_bytes = 45;
constexpr std::size_t body_bytes = 57;     // 76 characters of base64 (RFC 2045, 6.8)
constexpr std::size_t longest_text = 900;  // of a header, in bytes; far below the 998 of a line even when plain

std::string base64(std::string_view bytes) {
    std::string out(sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
    sodium_bin2base64(out.data(), out.size(), reinterpret_cast<unsigned char const*>(bytes.data()), bytes.size(),
                      sodium_base64_VARIANT_ORIGINAL);
    out.pop_back();  // the terminating zero
    return out;
}

/// At most `bytes` of the text, whole characters.
std::string_view head(std::string_view text, std::size_t bytes) {
    if (text.size() <= bytes) return text;
    while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0U) == 0x80U) --bytes;
    return text.substr(0, bytes);
}

std::string one_line(std::string_view text) {
    std::string out(base::is_utf8(text) ? head(text, longest_text) : std::string_view());
    for (auto& c : out)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
    return std::string(base::trim(out));
}

bool is_plain(std::string_view text) {
    // "=?" would be read as the beginning of an encoded word.
    if (text.size() > 60 || text.find("=?") != std::string_view::npos) return false;
    for (char const c : text)
        if (static_cast<unsigned char>(c) >= 0x7F || static_cast<unsigned char>(c) < 0x20) return false;
    return true;
}

/// "Sat, 30 Jun 2018 10:00:00 +0800"
std::string date_of(base::Instant instant) {
    constexpr std::array<std::string_view, 7> days{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    auto const day = base::day_of(instant);
    auto const seconds = (instant.microseconds - base::start_of(day).microseconds) / 1'000'000;
    return fmt::format("{}, {} {} {:04} {:02}:{:02}:{:02} +0800", days.at(static_cast<std::size_t>(weekday(day))),
                       day.day_of_month(), months.at(static_cast<std::size_t>(day.month() - 1)), day.year(),
                       seconds / 3600, seconds / 60 % 60, seconds % 60);
}

/// The name of a sender before its address; within quotes when it is plain.
std::string from_text(Mailbox const& sender) {
    auto const name = one_line(sender.name);
    if (name.empty()) return sender.address;
    if (!is_plain(name)) return header_text(name) + "\r\n <" + sender.address + ">";
    std::string quoted;
    for (char const c : name) quoted += c == '"' || c == '\\' ? std::string{'\\', c} : std::string{c};
    return "\"" + quoted + "\" <" + sender.address + ">";
}

/// LF, CR and CRLF as CRLF: within base64 too, a text's lines end so (RFC 2045, 6.8).
std::string canonical_lines(std::string_view text) {
    std::string out;
    for (char const c : text) {
        if (c == '\r') continue;
        if (c == '\n') out += '\r';
        out += c;
    }
    return out;
}

}  // namespace

std::string header_text(std::string_view text) {
    auto line = one_line(text);
    if (is_plain(line)) return line;
    std::string out;
    for (std::string_view rest = line; !rest.empty();) {
        auto const part = head(rest, out.empty() ? first_word_bytes : word_bytes);
        out += (out.empty() ? "=?UTF-8?B?" : "\r\n =?UTF-8?B?") + base64(part) + "?=";
        rest.remove_prefix(part.size());
    }
    return out;
}

std::string message_id(std::int64_t id, Mailbox const& sender) {
    return fmt::format("<mail-{}@{}>", id, sender.address.substr(sender.address.rfind('@') + 1));
}

std::string write_message(MailText const& mail, Mailbox const& sender) {
    std::string out;
    auto const header = [&out](std::string_view name, std::string_view value) {
        out.append(name).append(": ").append(value).append("\r\n");
    };
    header("From", from_text(sender));
    header("To", mail.address);
    header("Subject", header_text(mail.subject));
    header("Date", date_of(mail.written_at));
    header("Message-ID", message_id(mail.id, sender));
    header("Auto-Submitted", "auto-generated");  // RFC 3834: no answer from machines
    header("MIME-Version", "1.0");
    header("Content-Type", "text/plain; charset=utf-8");
    header("Content-Transfer-Encoding", "base64");
    out += "\r\n";
    auto const body = canonical_lines(mail.body);
    for (std::size_t at = 0; at < body.size(); at += body_bytes)
        out += base64(std::string_view(body).substr(at, body_bytes)) + "\r\n";
    return out;
}

}  // namespace kunyu::inbox
