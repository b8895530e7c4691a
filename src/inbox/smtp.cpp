#include "inbox/smtp.hpp"

#include "base/text.hpp"

#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <mutex>
#include <stdexcept>

namespace kunyu::inbox {

namespace {

constexpr long connect_seconds = 20;
constexpr long whole_seconds = 120;
constexpr std::size_t longest_reason = 300;
constexpr long first_refusal = 400;
constexpr long first_final_refusal = 500;

struct CleanUp {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using Handle = std::unique_ptr<CURL, CleanUp>;
using List = std::unique_ptr<curl_slist, CleanUp>;

/// What the callbacks of one conversation know.
struct Conversation {
    std::string const& message;
    Tick const& tick;
    std::size_t handed_over = 0;
    bool whole = false;   ///< libcurl has asked for more and got the end: it now sends the dot
    std::string refusal;  ///< the server's last 4xx or 5xx, word for word
};

std::size_t hand_over(char* buffer, std::size_t size, std::size_t count, void* data) {
    auto& talk = *static_cast<Conversation*>(data);
    auto const part = std::min(size * count, talk.message.size() - talk.handed_over);
    std::copy_n(talk.message.data() + talk.handed_over, part, buffer);
    talk.handed_over += part;
    if (part == 0) talk.whole = true;
    return part;
}

std::size_t note_line(char* bytes, std::size_t size, std::size_t count, void* data) {
    // After a refusal libcurl says QUIT, and the answer to that is of no interest.
    bool const refuses = size * count > 0 && (bytes[0] == '4' || bytes[0] == '5');
    if (refuses) static_cast<Conversation*>(data)->refusal.assign(bytes, size * count);
    return size * count;
}

std::size_t ignore(char*, std::size_t size, std::size_t count, void*) {
    return size * count;
}

int progress(void* data, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    static_cast<Conversation*>(data)->tick();
    return 0;
}

std::string one_line(std::string text) {
    if (!base::is_utf8(text)) return {};
    std::replace_if(
        text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, ' ');
    return base::clip(base::trim(text), longest_reason);
}

/// A refusal by the server's own words, anything else by those of libcurl.
std::string reason_of(Conversation const& talk, CURLcode code, long reply) {
    if (reply >= first_refusal && !talk.refusal.empty()) return one_line(talk.refusal);
    return one_line(curl_easy_strerror(code));
}

Outcome outcome_of(Conversation const& talk, CURLcode code, long reply) {
    if (code == CURLE_OK) return Outcome::accepted;
    // The mail was not taken, but not for its own sake: the next one would fare the same.
    if (code == CURLE_LOGIN_DENIED) return Outcome::not_now;
    if (reply >= first_final_refusal) return Outcome::never;
    if (reply >= first_refusal) return Outcome::not_now;
    return talk.whole ? Outcome::uncertain : Outcome::not_now;
}

void begin() {
    static std::once_flag once;
    std::call_once(once, [] {
        if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) throw std::runtime_error("libcurl cannot start");
    });
}

void set_server(CURL* handle, MailSettings const& settings) {
    curl_easy_setopt(handle, CURLOPT_URL, settings.url.c_str());
    curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(handle, CURLOPT_PROXY, "");  // none, whatever the environment says
    curl_easy_setopt(handle, CURLOPT_USE_SSL, static_cast<long>(settings.encrypted ? CURLUSESSL_ALL : CURLUSESSL_NONE));
    if (!settings.ca_file.empty()) curl_easy_setopt(handle, CURLOPT_CAINFO, settings.ca_file.c_str());
    if (!settings.user.empty()) {
        curl_easy_setopt(handle, CURLOPT_USERNAME, settings.user.c_str());
        curl_easy_setopt(handle, CURLOPT_PASSWORD, settings.password.c_str());
    }
    curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT, connect_seconds);
    curl_easy_setopt(handle, CURLOPT_TIMEOUT, whole_seconds);
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
}

void set_callbacks(CURL* handle, Conversation& talk) {
    curl_easy_setopt(handle, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(handle, CURLOPT_READFUNCTION, hand_over);
    curl_easy_setopt(handle, CURLOPT_READDATA, &talk);
    curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, note_line);
    curl_easy_setopt(handle, CURLOPT_HEADERDATA, &talk);
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, ignore);
    curl_easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, progress);
    curl_easy_setopt(handle, CURLOPT_XFERINFODATA, &talk);
}

}  // namespace

Delivery send_by_smtp(MailSettings const& settings, std::string const& address, std::string const& message,
                      Tick const& tick) {
    begin();
    Handle const handle(curl_easy_init());
    if (!handle) throw std::runtime_error("libcurl has no memory");
    Conversation talk{message, tick, 0, false, {}};
    auto const from = "<" + settings.sender.address + ">";
    auto const to = "<" + address + ">";
    List const recipients(curl_slist_append(nullptr, to.c_str()));
    set_server(handle.get(), settings);
    set_callbacks(handle.get(), talk);
    curl_easy_setopt(handle.get(), CURLOPT_MAIL_FROM, from.c_str());
    curl_easy_setopt(handle.get(), CURLOPT_MAIL_RCPT, recipients.get());
    auto const code = curl_easy_perform(handle.get());
    long reply = 0;
    curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &reply);
    auto const outcome = outcome_of(talk, code, reply);
    return {outcome, outcome == Outcome::accepted ? "" : reason_of(talk, code, reply)};
}

}  // namespace kunyu::inbox
