#include "documents/names.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

namespace kunyu::documents {
namespace {

constexpr std::size_t longest_extension = 16;

bool is_reserved(char c) {
    constexpr std::string_view reserved = "/\\:*?\"<>|";
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F || reserved.find(c) != std::string_view::npos;
}

/// Names that Windows keeps for devices, whatever the extension.
bool is_device_name(std::string_view stem) {
    std::string upper(stem);
    std::transform(upper.begin(), upper.end(), upper.begin(),
                   [](char c) { return static_cast<char>(std::toupper(static_cast<unsigned char>(c))); });
    constexpr std::array<std::string_view, 4> plain = {"CON", "PRN", "AUX", "NUL"};
    if (std::find(plain.begin(), plain.end(), upper) != plain.end()) return true;
    bool const numbered = upper.size() == 4 && upper[3] >= '1' && upper[3] <= '9';
    return numbered && (upper.starts_with("COM") || upper.starts_with("LPT"));
}

/// At most `max` bytes, cut between characters.
std::string_view cut(std::string_view text, std::size_t max) {
    if (text.size() <= max) return text;
    while (max > 0 && (static_cast<unsigned char>(text[max]) & 0xC0U) == 0x80U) --max;
    return text.substr(0, max);
}

std::string without_edges(std::string_view text) {
    auto const first = text.find_first_not_of(". ");
    if (first == std::string_view::npos) return {};
    return std::string(text.substr(first, text.find_last_not_of(". ") - first + 1));
}

}  // namespace

std::string safe_file_name(std::string_view name) {
    std::string clean(base::is_utf8(name) ? name : std::string_view());
    std::replace_if(clean.begin(), clean.end(), is_reserved, '_');
    clean = without_edges(clean);
    if (clean.empty()) return "file";
    auto const dot = clean.rfind('.');
    bool const has_extension = dot != std::string::npos && clean.size() - dot <= longest_extension;
    std::string const extension = has_extension ? clean.substr(dot) : "";
    std::string stem = clean.substr(0, clean.size() - extension.size());
    if (is_device_name(stem.substr(0, stem.find('.')))) stem = "_" + stem;
    return std::string(cut(stem, longest_file_name - extension.size())) + extension;
}

std::string content_disposition(std::string_view file_name) {
    auto const name = safe_file_name(file_name);
    std::string ascii;
    std::string encoded;
    for (char const c : name) {
        auto const byte = static_cast<unsigned char>(c);
        bool const plain = byte < 0x80 && (std::isalnum(byte) != 0 || c == '.' || c == '-' || c == '_');
        // Of a character of several bytes, the old name shows one underscore.
        if ((byte & 0xC0U) != 0x80U) ascii += plain ? c : '_';
        encoded += plain ? std::string(1, c) : fmt::format("%{:02X}", byte);
    }
    return fmt::format("attachment; filename=\"{}\"; filename*=UTF-8''{}", ascii, encoded);
}

}  // namespace kunyu::documents
