#include "identity/idempotency.hpp"

#include "base/text.hpp"

#include <boost/json.hpp>

#include <sodium.h>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace kunyu::identity {

namespace {

namespace json = boost::json;

constexpr std::size_t nonce_size = crypto_secretbox_NONCEBYTES;

unsigned char const* bytes_of(std::string const& text) {
    return reinterpret_cast<unsigned char const*>(text.data());
}

std::string scoped_key(Caller const& caller, std::string const& key) {
    return std::to_string(caller.account.value) + ":" + key;
}

std::string digest_of(Caller const& caller, std::string const& key) {
    return base::sha256_hex("kunyu idempotency " + scoped_key(caller, key));
}

std::string request_digest(http::Request const& request) {
    return base::sha256_hex(std::string(http::to_string(request.method)) + "\n" + request.target + "\n" + request.body);
}

std::array<unsigned char, crypto_secretbox_KEYBYTES> seal_of(Caller const& caller, std::string const& key) {
    std::array<unsigned char, crypto_secretbox_KEYBYTES> out{};
    auto const text = scoped_key(caller, key);
    crypto_generichash(out.data(), out.size(), bytes_of(text), text.size(), nullptr, 0);
    return out;
}

std::string seal(Caller const& caller, std::string const& key, std::string const& plain) {
    auto const secret = seal_of(caller, key);
    auto const nonce = base::random_bytes(nonce_size);
    std::string sealed(crypto_secretbox_MACBYTES + plain.size(), '\0');
    crypto_secretbox_easy(reinterpret_cast<unsigned char*>(sealed.data()), bytes_of(plain), plain.size(),
                          bytes_of(nonce), secret.data());
    return nonce + sealed;
}

std::string unseal(Caller const& caller, std::string const& key, std::string const& kept) {
    constexpr auto overhead = nonce_size + crypto_secretbox_MACBYTES;
    if (kept.size() < overhead) throw std::runtime_error("a kept reply is damaged");
    auto const secret = seal_of(caller, key);
    std::string plain(kept.size() - overhead, '\0');
    if (crypto_secretbox_open_easy(reinterpret_cast<unsigned char*>(plain.data()), bytes_of(kept) + nonce_size,
                                   kept.size() - nonce_size, bytes_of(kept), secret.data()) != 0)
        throw std::runtime_error("a kept reply is damaged");
    return plain;
}

/// First a line of JSON with status and headers, then the body as it was.
std::string to_text(http::Response const& response) {
    json::array headers;
    for (auto const& header : response.headers) headers.push_back(json::array{header.first, header.second});
    json::object const head{{"status", response.status}, {"headers", std::move(headers)}};
    return json::serialize(head) + "\n" + response.body;
}

http::Response from_text(std::string const& text) {
    auto const end = text.find('\n');
    auto const head = json::parse(text.substr(0, end)).as_object();
    http::Response response;
    response.status = static_cast<int>(head.at("status").as_int64());
    for (auto const& header : head.at("headers").as_array())
        response.headers.emplace_back(header.at(0).as_string(), header.at(1).as_string());
    response.body = text.substr(end + 1);
    return response;
}

}  // namespace

base::Result<std::optional<std::string>> idempotency_key(http::Request const& request, Caller const& caller) {
    auto const key = request.header("idempotency-key");
    if (!key || caller.is_public()) return std::optional<std::string>{};
    bool const visible = std::all_of(key->begin(), key->end(), [](char c) { return c > ' ' && c <= '~'; });
    if (key->empty() || key->size() > 200 || !visible) return base::refuse("identity.bad_idempotency_key");
    return key;
}

base::Result<std::optional<http::Response>> kept_reply(sql::Session& session, Caller const& caller,
                                                       std::string const& key, http::Request const& request) {
    auto const row = session.first("SELECT request, reply FROM idempotent_reply WHERE digest = ? AND ends_at > ?",
                                   digest_of(caller, key), caller.now);
    if (!row) return std::optional<http::Response>{};
    if (row->text(0) != request_digest(request)) return base::refuse("identity.idempotency_key_reused");
    return std::optional(from_text(unseal(caller, key, row->blob(1))));
}

void keep_reply(sql::Tx& tx, Caller const& caller, std::string const& key, http::Request const& request,
                http::Response const& response) {
    tx.exec("DELETE FROM idempotent_reply WHERE ends_at <= ?", caller.now);
    tx.exec("INSERT INTO idempotent_reply (digest, request, reply, ends_at) VALUES (?, ?, ?, ?)",
            digest_of(caller, key), request_digest(request), sql::Blob{seal(caller, key, to_text(response))},
            caller.now.plus_seconds(idempotency_seconds));
}

}  // namespace kunyu::identity
