#include "http/reply.hpp"

#include "http/event_channel.hpp"
#include "http/gzip.hpp"
#include "http/negotiate.hpp"

#include <array>
#include <charconv>
#include <ctime>

namespace kunyu::http {
namespace {

constexpr std::size_t gzip_from = 1024;
constexpr int gzip_level = 2;

constexpr std::string_view content_security_policy =
    "default-src 'self'; img-src 'self' data: blob:; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "frame-ancestors 'none'; base-uri 'self'; form-action 'self'; object-src 'none'";

/// On every reply.
constexpr std::string_view fixed_headers =
    "X-Content-Type-Options: nosniff\r\n"
    "Referrer-Policy: same-origin\r\n"
    "Permissions-Policy: camera=(), geolocation=(), microphone=(), payment=(), usb=()\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\n";

std::string_view reason_of(int status) {
    switch (status) {
        case 200:
            return "OK";
        case 201:
            return "Created";
        case 202:
            return "Accepted";
        case 204:
            return "No Content";
        case 206:
            return "Partial Content";
        case 303:
            return "See Other";
        case 304:
            return "Not Modified";
        case 400:
            return "Bad Request";
        case 401:
            return "Unauthorized";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 405:
            return "Method Not Allowed";
        case 408:
            return "Request Timeout";
        case 409:
            return "Conflict";
        case 412:
            return "Precondition Failed";
        case 413:
            return "Content Too Large";
        case 414:
            return "URI Too Long";
        case 415:
            return "Unsupported Media Type";
        case 416:
            return "Range Not Satisfiable";
        case 422:
            return "Unprocessable Content";
        case 428:
            return "Precondition Required";
        case 429:
            return "Too Many Requests";
        case 431:
            return "Request Header Fields Too Large";
        case 500:
            return "Internal Server Error";
        case 503:
            return "Service Unavailable";
        default:
            return "Other";
    }
}

void append_number(std::string& out, std::uint64_t number) {
    std::array<char, 20> digits{};
    auto const end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out.append(digits.data(), static_cast<std::size_t>(end - digits.data()));
}

/// "Sun, 06 Nov 1994 08:49:37 GMT", made once a second on each thread.
std::string const& date_now() {
    thread_local std::time_t second = 0;
    thread_local std::string text;
    auto const now = std::time(nullptr);
    if (now != second) {
        second = now;
        std::tm parts{};
        gmtime_r(&now, &parts);
        std::array<char, 40> buffer{};
        text.assign(buffer.data(), std::strftime(buffer.data(), buffer.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts));
    }
    return text;
}

std::optional<std::string_view> find_header(Response const& response, std::string_view name) {
    for (auto const& [field, value] : response.headers)
        if (equals_ignoring_case(field, name)) return value;
    return std::nullopt;
}

void append_header(std::string& head, std::string_view name, std::string_view value) {
    head += name;
    head += ": ";
    // A value with a line break would be two headers: it ends there.
    head += value.substr(0, value.find_first_of("\r\n", 0, 2));
    head += "\r\n";
}

bool has_no_body(int status) {
    return status == 204 || status == 304;
}

/// 304 in place of 200 when the client already holds this entity.
void apply_conditions(Request const& request, Response& response) {
    if (request.method != Method::get || response.status != 200) return;
    auto const etag = find_header(response, "etag");
    auto const held = request.header("if-none-match");
    if (!etag || !held || !etag_matches(*held, *etag)) return;
    response.status = 304;
    response.body.clear();
    response.shared_body.reset();
    response.accept_ranges = false;
    std::erase_if(response.headers, [](auto const& field) {
        return equals_ignoring_case(field.first, "content-type") ||
               equals_ignoring_case(field.first, "content-encoding") ||
               equals_ignoring_case(field.first, "content-disposition");
    });
}

/// Cuts out the range asked for. If-Range with another entity tag asks for the whole.
void apply_range(Request const& request, Response& response, Reply& reply) {
    if (!response.accept_ranges || response.status != 200 || request.method != Method::get) return;
    response.header("Accept-Ranges", "bytes");
    auto const wanted = request.header("range");
    if (!wanted) return;
    if (auto const condition = request.header("if-range"))
        if (*condition != find_header(response, "etag").value_or("")) return;
    ByteRange range;
    auto const size = reply.length;
    switch (parse_range(*wanted, size, range)) {
        case RangeKind::none:
            return;
        case RangeKind::single:
            response.status = 206;
            response.header("Content-Range", "bytes " + std::to_string(range.first) + "-" + std::to_string(range.last) +
                                                 "/" + std::to_string(size));
            reply.offset = range.first;
            reply.length = range.last - range.first + 1;
            return;
        case RangeKind::unsatisfiable:
            response = problem(request, base::refuse("http.range_not_satisfiable", {{"size", std::to_string(size)}}));
            response.header("Content-Range", "bytes */" + std::to_string(size));
            reply.length = response.body.size();
            return;
    }
}

/// Ranges are of the plain bytes, so what takes ranges is never squeezed; nor is a reply that sets a cookie, whose
/// length would tell of its secrets.
void apply_gzip(Request const& request, Response& response, bool is_head) {
    if (response.accept_ranges || response.bytes().size() < gzip_from || response.has_header("Content-Encoding"))
        return;
    auto const type = find_header(response, "content-type");
    if (!type || !is_compressible(*type) || response.has_header("Set-Cookie")) return;
    response.header("Vary", "Accept-Encoding");
    auto const accepted = request.header("accept-encoding");
    if (!accepted || !accepts_gzip(*accepted) || is_head) return;
    response.body = gzip(response.bytes(), gzip_level);
    response.shared_body.reset();
    response.header("Content-Encoding", "gzip");
}

void append_own_headers(std::string& head, Request const& request, Response const& response) {
    append_header(head, "Date", date_now());
    append_header(head, "X-Request-Id", request.id);
    if (!response.has_header("Content-Security-Policy"))
        append_header(head, "Content-Security-Policy", content_security_policy);
    head += fixed_headers;
    if (request.secure) head += "Strict-Transport-Security: max-age=31536000; includeSubDomains\r\n";
    if (!response.has_header("Cache-Control"))
        head += request.method == Method::get ? "Cache-Control: private, no-cache\r\n" : "Cache-Control: no-store\r\n";
}

void write_head(Request const& request, Response const& response, Reply& reply, bool endless) {
    auto& head = reply.head;
    head.reserve(1024);
    head += "HTTP/1.1 ";
    append_number(head, static_cast<std::uint64_t>(response.status));
    head += ' ';
    head += reason_of(response.status);
    head += "\r\n";
    for (auto const& [name, value] : response.headers) append_header(head, name, value);
    append_own_headers(head, request, response);
    if (!has_no_body(response.status) && !endless) {
        head += "Content-Length: ";
        append_number(head, reply.length);
        head += "\r\n";
    }
    head += reply.close ? "Connection: close\r\n\r\n" : "Connection: keep-alive\r\n\r\n";
}

}  // namespace

Reply make_reply(Request const& request, Response response, ReplyRules rules) {
    Reply reply;
    apply_conditions(request, response);
    apply_gzip(request, response, rules.is_head);
    reply.length = response.bytes().size();
    apply_range(request, response, reply);
    reply.status = response.status;
    auto events = events_of(response);
    reply.close = !rules.keep_alive || events;
    write_head(request, response, reply, events != nullptr);
    if (rules.is_head || has_no_body(response.status)) {
        reply.offset = reply.length = 0;
    } else {
        reply.body = std::move(response.body);
        reply.shared_body = std::move(response.shared_body);
        reply.events = std::move(events);
    }
    return reply;
}

}  // namespace kunyu::http
