#include "http/target.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace kunyu::http {
namespace {

constexpr std::size_t max_query_members = 100;

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

bool is_control(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

/// An encoded slash or backslash would change what a segment is after the router's check.
bool has_encoded_separator(std::string_view path) {
    for (auto at = path.find('%'); at != std::string_view::npos && at + 2 < path.size(); at = path.find('%', at + 1)) {
        int const value = hex_value(path[at + 1]) * 16 + hex_value(path[at + 2]);
        if (value == '/' || value == '\\') return true;
    }
    return false;
}

bool has_dot_segment(std::string_view path) {
    for (std::size_t begin = 1; begin <= path.size();) {
        auto const end = std::min(path.find('/', begin), path.size());
        auto const segment = path.substr(begin, end - begin);
        if (segment == "." || segment == "..") return true;
        begin = end + 1;
    }
    return false;
}

std::optional<std::string> decode_path(std::string_view raw) {
    if (raw.empty() || raw.front() != '/') return std::nullopt;
    if (raw.find('\\') != std::string_view::npos || has_encoded_separator(raw)) return std::nullopt;
    auto path = percent_decode(raw);
    if (!path || !base::is_utf8(*path) || has_dot_segment(*path)) return std::nullopt;
    if (std::any_of(path->begin(), path->end(), is_control)) return std::nullopt;
    return path;
}

std::optional<std::string> decode_query_text(std::string_view raw) {
    auto text = percent_decode(raw, true);
    if (!text || text->find('\0') != std::string::npos || !base::is_utf8(*text)) return std::nullopt;
    return text;
}

std::optional<Fields> decode_query(std::string_view raw) {
    Fields fields;
    while (!raw.empty()) {
        auto const end = std::min(raw.find('&'), raw.size());
        auto const member = raw.substr(0, end);
        raw.remove_prefix(std::min(end + 1, raw.size()));
        if (member.empty()) continue;
        if (fields.size() == max_query_members) return std::nullopt;
        auto const equals = std::min(member.find('='), member.size());
        auto name = decode_query_text(member.substr(0, equals));
        auto value = decode_query_text(member.substr(std::min(equals + 1, member.size())));
        if (!name || !value) return std::nullopt;
        fields.emplace_back(std::move(*name), std::move(*value));
    }
    return fields;
}

}  // namespace

std::optional<std::string> percent_decode(std::string_view text, bool plus_is_blank) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%') {
            if (i + 2 >= text.size()) return std::nullopt;
            int const high = hex_value(text[i + 1]);
            int const low = hex_value(text[i + 2]);
            if (high < 0 || low < 0) return std::nullopt;
            out += static_cast<char>(high * 16 + low);
            i += 2;
        } else {
            out += plus_is_blank && text[i] == '+' ? ' ' : text[i];
        }
    }
    return out;
}

std::string percent_encode(std::string_view text) {
    constexpr char digits[] = "0123456789ABCDEF";
    std::string out;
    for (char const c : text) {
        bool const unreserved = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                                c == '-' || c == '.' || c == '_' || c == '~';
        if (unreserved) {
            out += c;
        } else {
            auto const byte = static_cast<unsigned char>(c);
            out += '%';
            out += digits[byte >> 4];
            out += digits[byte & 15];
        }
    }
    return out;
}

std::optional<Target> decode_target(std::string_view target) {
    if (target.find('#') != std::string_view::npos) return std::nullopt;
    auto const question = std::min(target.find('?'), target.size());
    auto path = decode_path(target.substr(0, question));
    if (!path) return std::nullopt;
    auto query = decode_query(target.substr(std::min(question + 1, target.size())));
    if (!query) return std::nullopt;
    return Target{std::move(*path), std::move(*query)};
}

}  // namespace kunyu::http
