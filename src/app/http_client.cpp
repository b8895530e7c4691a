#include "app/http_client.hpp"

#include <curl/curl.h>

#include <mutex>
#include <stdexcept>
#include <utility>

namespace kunyu::app {
namespace {

constexpr long connect_seconds = 10;
constexpr long whole_seconds = 60;
constexpr std::size_t longest_answer = 1 << 20;

void begin() {
    static std::once_flag once;
    std::call_once(once, [] {
        if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) throw std::runtime_error("libcurl cannot start");
    });
}

std::size_t take(char* bytes, std::size_t one, std::size_t count, void* body) {
    auto& text = *static_cast<std::string*>(body);
    if (text.size() < longest_answer) text.append(bytes, one * count);
    return one * count;
}

struct FreeList {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using List = std::unique_ptr<curl_slist, FreeList>;

List headers_of(std::string const& token) {
    auto* list = curl_slist_append(nullptr, "Content-Type: application/json");
    if (!token.empty()) list = curl_slist_append(list, ("Authorization: Bearer " + token).c_str());
    return List(list);
}

}  // namespace

struct HttpClient::Handle {
    CURL* curl = curl_easy_init();
    Handle() = default;
    Handle(Handle const&) = delete;
    Handle& operator=(Handle const&) = delete;
    ~Handle() { curl_easy_cleanup(curl); }
};

HttpClient::HttpClient(std::string root, std::string token) : root_(std::move(root)), token_(std::move(token)) {
    begin();
    handle_ = std::make_unique<Handle>();
    if (!handle_->curl) throw std::runtime_error("libcurl has no memory");
    while (!root_.empty() && root_.back() == '/') root_.pop_back();
}

HttpClient::~HttpClient() = default;

base::Result<HttpClient::Answer> HttpClient::post_json(std::string const& path, std::string const& body) {
    auto* const curl = handle_->curl;
    auto const url = root_ + path;
    auto const headers = headers_of(token_);
    Answer answer;
    curl_easy_reset(curl);
    curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.c_str());
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer.body);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, connect_seconds);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, whole_seconds);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    auto const code = curl_easy_perform(curl);
    if (code != CURLE_OK)
        return base::refuse("app.server_not_reached", {{"url", root_}, {"reason", curl_easy_strerror(code)}});
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    answer.status = static_cast<int>(status);
    return answer;
}

}  // namespace kunyu::app
