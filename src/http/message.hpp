#pragma once
#include "base/messages.hpp"
#include "base/result.hpp"
#include "base/time.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kunyu::http {

enum class Method { get, head, post, put, patch, del, options };

std::string_view to_string(Method method);

/// Header and query names in lower case for look-ups of headers; values as sent.
using Fields = std::vector<std::pair<std::string, std::string>>;

/// A request as the handlers see it: read whole, checked against all limits, path decoded and free of tricks.
struct Request {
    Method method = Method::get;  ///< HEAD arrives as get; the server drops the body
    std::string target;           ///< as sent, for logs
    std::string path;             ///< decoded, normalised, valid UTF-8
    Fields query;                 ///< decoded, in order
    Fields headers;               ///< names in lower case
    std::string body;
    std::string remote;   ///< address of the client (of the proxy's client when --trusted-proxy says so)
    bool secure = false;  ///< came over TLS
    std::string id;       ///< the request id, in every reply and log line
    base::Language language = base::Language::zh;
    std::map<std::string, std::string, std::less<>> path_parameters;  ///< {"id": "P012"} for /platforms/{id}
    base::Instant received = {};

    std::optional<std::string> header(std::string_view lower_case_name) const;
    std::optional<std::string> cookie(std::string_view name) const;
    /// The first value of a query parameter.
    std::optional<std::string> parameter(std::string_view name) const;
    /// The value of a placeholder in the route's pattern.
    std::string const& path_parameter(std::string_view name) const;
};

/// A reply. Server adds Date, Content-Length, X-Request-Id, the security headers, gzip where the client takes it and it
/// helps, 304 for a matching If-None-Match on GET, and ranges when `accept_ranges`. A header set here (Cache-Control,
/// Content-Security-Policy, ...) stands in place of the server's own.
struct Response {
    int status = 200;
    Fields headers;
    std::string body;
    /// In place of `body`: bytes shared by many replies (static files, rendered pages).
    std::shared_ptr<std::string const> shared_body = nullptr;
    bool accept_ranges = false;

    /// Adds a header; a name may stand several times (Set-Cookie).
    Response& header(std::string name, std::string value);
    bool has_header(std::string_view name) const;
    std::string_view bytes() const { return shared_body ? std::string_view(*shared_body) : std::string_view(body); }
    static Response json(int status, std::string body);
    static Response html(int status, std::string body);
    static Response text(int status, std::string body);
    static Response bytes_of(std::string media_type, std::shared_ptr<std::string const> bytes);
    static Response no_content();
    static Response redirect(std::string location);  ///< 303
    /// For a person to keep: Content-Disposition with the name in UTF-8 (RFC 6266).
    static Response download(std::string media_type, std::string file_name, std::string body);
};

/// application/problem+json (RFC 9457) in the reader's language; the status comes from the message catalogue.
Response problem(Request const& request, base::Refusal const& refusal);

}  // namespace kunyu::http
