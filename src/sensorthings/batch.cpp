#include "sensorthings/batch.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace kunyu::sensorthings {
namespace {

constexpr std::size_t longest_boundary = 70;  // RFC 2046, 5.1.1

using Headers = std::vector<std::pair<std::string, std::string>>;

std::string lower(std::string_view text) {
    std::string out(text);
    for (auto& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

std::string upper(std::string_view text) {
    std::string out(text);
    for (auto& c : out)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return out;
}

/// The boundary of a multipart/mixed type, quoted or not.
std::optional<std::string> boundary_in(std::string_view content_type) {
    auto const words = lower(content_type);
    auto const at = words.find("boundary=");
    if (!words.starts_with("multipart/mixed") || at == std::string::npos) return std::nullopt;
    auto rest = base::trim(content_type.substr(at + 9));
    auto const boundary = rest.starts_with('"') ? rest.substr(1, rest.find('"', 1) - 1)
                                                : base::trim(rest.substr(0, rest.find_first_of("; \t")));
    if (boundary.empty() || boundary.size() > longest_boundary) return std::nullopt;
    return std::string(boundary);
}

/// Takes a line with its end off the front, and answers it without.
std::string_view take_line(std::string_view& text) {
    auto const end = text.find('\n');
    auto line = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

/// Where a line "--boundary" or "--boundary--" begins and what follows it.
struct Delimiter {
    std::size_t begin = 0;
    std::size_t next = 0;
    bool is_last = false;
};

std::optional<Delimiter> find_delimiter(std::string_view body, std::string_view mark, std::size_t from) {
    for (auto at = body.find(mark, from); at != std::string_view::npos; at = body.find(mark, at + 1)) {
        if (at != 0 && body[at - 1] != '\n') continue;
        auto rest = body.substr(at + mark.size());
        bool const is_last = rest.starts_with("--");
        if (is_last) rest.remove_prefix(2);
        auto const size = rest.size();
        if (!base::trim(take_line(rest)).empty()) continue;
        return Delimiter{at, at + mark.size() + (is_last ? 2 : 0) + size - rest.size(), is_last};
    }
    return std::nullopt;
}

/// The end of a line before a delimiter belongs to it.
std::string_view without_line_end(std::string_view text) {
    if (text.ends_with('\n')) text.remove_suffix(1);
    if (text.ends_with('\r')) text.remove_suffix(1);
    return text;
}

/// What stands between the delimiters; nothing when the last one is missing.
std::optional<std::vector<std::string_view>> split_parts(std::string_view body, std::string const& boundary) {
    auto const mark = "--" + boundary;
    std::vector<std::string_view> parts;
    auto delimiter = find_delimiter(body, mark, 0);
    while (delimiter && !delimiter->is_last) {
        auto const begin = delimiter->next;
        delimiter = find_delimiter(body, mark, begin);
        if (delimiter) parts.push_back(without_line_end(body.substr(begin, delimiter->begin - begin)));
    }
    if (!delimiter) return std::nullopt;
    return parts;
}

/// Takes header lines and the empty line after them; false for a line that is none.
bool take_headers(std::string_view& text, Headers& headers) {
    while (!text.empty()) {
        auto const line = take_line(text);
        if (line.empty()) return true;
        auto const colon = line.find(':');
        if (colon == 0 || colon == std::string_view::npos) return false;
        headers.emplace_back(base::trim(line.substr(0, colon)), base::trim(line.substr(colon + 1)));
    }
    return true;
}

/// "GET Things(1) HTTP/1.1"; the version may be missing, as in the standard's example.
bool read_request_line(std::string_view line, SubRequest& request) {
    auto const first = line.find(' ');
    if (first == 0 || first == std::string_view::npos) return false;
    request.method = upper(line.substr(0, first));
    auto target = line.substr(first + 1);
    target = base::trim(target.substr(0, target.rfind(" HTTP/")));
    request.target = relative_target(target);
    return std::all_of(request.method.begin(), request.method.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

std::optional<SubRequest> read_request(std::string_view text, std::string_view content_id) {
    SubRequest request;
    request.id = content_id;
    std::string_view line;
    while (line.empty() && !text.empty()) line = take_line(text);
    if (!read_request_line(line, request) || !take_headers(text, request.headers)) return std::nullopt;
    request.body = base::trim(text);
    return request;
}

/// Reads parts, counting those that hold a request, whatever their depth.
class PartReader {
  public:
    base::Result<BatchItem> item(std::string_view part) {
        SubRequest head;
        if (!take_headers(part, head.headers)) return bad();
        auto const type = std::string(head.header("Content-Type").value_or(""));
        BatchItem out;
        if (auto const boundary = boundary_in(type)) {
            KUNYU_TRY(out.requests, change_set(part, *boundary));
            out.is_group = true;
            return out;
        }
        KUNYU_TRY(auto request, single(part, head));
        out.requests.push_back(std::move(request));
        return out;
    }

  private:
    base::Refusal bad() const {
        return base::refuse("sensorthings.bad_batch", {{"number", std::to_string(count_ + 1)}});
    }

    base::Result<std::vector<SubRequest>> change_set(std::string_view body, std::string const& boundary) {
        auto const parts = split_parts(body, boundary);
        if (!parts) return base::refuse("sensorthings.unfinished_batch");
        std::vector<SubRequest> out;
        for (auto part : *parts) {
            SubRequest head;
            if (!take_headers(part, head.headers)) return bad();
            KUNYU_TRY(auto request, single(part, head));
            if (request.method == "GET")
                return base::refuse("sensorthings.read_in_change_set", {{"number", std::to_string(count_)}});
            out.push_back(std::move(request));
        }
        if (out.empty()) return bad();
        return out;
    }

    base::Result<SubRequest> single(std::string_view text, SubRequest const& head) {
        auto const type = lower(head.header("Content-Type").value_or(""));
        auto request = read_request(text, head.header("Content-ID").value_or(""));
        if (!type.starts_with("application/http") || !request) return bad();
        if (++count_ > most_batch_requests)
            return base::refuse("sensorthings.batch_too_long", {{"max", std::to_string(most_batch_requests)}});
        return std::move(*request);
    }

    std::size_t count_ = 0;
};

std::string_view reason_of(int status) {
    switch (status) {
        case 200:
            return "OK";
        case 201:
            return "Created";
        case 204:
            return "No Content";
        case 400:
            return "Bad Request";
        case 401:
            return "Unauthorized";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 409:
            return "Conflict";
        case 412:
            return "Precondition Failed";
        case 424:
            return "Failed Dependency";
        case 500:
            return "Internal Server Error";
        case 501:
            return "Not Implemented";
        case 503:
            return "Service Unavailable";
        default:
            return status < 400 ? "OK" : "Error";
    }
}

std::string response_text(SubResponse const& response) {
    auto out = fmt::format("HTTP/1.1 {} {}\r\n", response.status, reason_of(response.status));
    if (!response.location.empty()) out += "Location: " + response.location + "\r\n";
    if (!response.content_type.empty()) out += "Content-Type: " + response.content_type + "\r\n";
    if (!response.body.empty()) out += fmt::format("Content-Length: {}\r\n", response.body.size());
    return out + "\r\n" + response.body + "\r\n";
}

std::string part_text(std::string const& boundary, SubRequest const& request, SubResponse const& response) {
    auto out = "--" + boundary + "\r\nContent-Type: application/http\r\n";
    if (!request.id.empty()) out += "Content-ID: " + request.id + "\r\n";
    return out + "\r\n" + response_text(response);
}

/// A word that no response holds.
std::string free_boundary(std::vector<BatchAnswer> const& answers, std::string_view prefix) {
    for (int number = 1;; ++number) {
        auto word = fmt::format("{}_{}", prefix, number);
        bool const used = std::any_of(answers.begin(), answers.end(), [&](BatchAnswer const& answer) {
            return std::any_of(answer.responses.begin(), answer.responses.end(), [&](SubResponse const& response) {
                return response.body.find(word) != std::string::npos;
            });
        });
        if (!used) return word;
    }
}

std::string change_set_text(BatchAnswer const& answer, std::string const& boundary) {
    auto out = "Content-Type: multipart/mixed; boundary=" + boundary + "\r\n\r\n";
    for (std::size_t i = 0; i < answer.responses.size(); ++i)
        out += part_text(boundary, answer.item->requests[i], answer.responses[i]);
    return out + "--" + boundary + "--\r\n";
}

}  // namespace

base::Result<std::vector<BatchItem>> parse_multipart_batch(std::string_view content_type, std::string_view body) {
    auto const boundary = boundary_in(content_type);
    if (!boundary) return base::refuse("sensorthings.no_boundary");
    auto const parts = split_parts(body, *boundary);
    if (!parts) return base::refuse("sensorthings.unfinished_batch");
    PartReader reader;
    std::vector<BatchItem> out;
    for (auto const part : *parts) {
        KUNYU_TRY(auto item, reader.item(part));
        out.push_back(std::move(item));
    }
    return out;
}

MultipartBody write_multipart_batch(std::vector<BatchAnswer> const& answers) {
    auto const boundary = free_boundary(answers, "batch");
    auto const inner = free_boundary(answers, "changeset");
    MultipartBody out;
    out.content_type = "multipart/mixed; boundary=" + boundary;
    for (auto const& answer : answers) {
        if (answer.item->is_group && !answer.is_undone)
            out.body += "--" + boundary + "\r\n" + change_set_text(answer, inner);
        else
            out.body += part_text(boundary, answer.item->requests[answer.failed], answer.responses[answer.failed]);
    }
    out.body += "--" + boundary + "--\r\n";
    return out;
}

}  // namespace kunyu::sensorthings
