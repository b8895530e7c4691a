#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::base {

bool is_utf8(std::string_view text);

/// Trimmed and in NFC; nothing when the text is not UTF-8 or holds control characters. Newlines (made "\n") and tabs
/// pass when `multiline`.
std::optional<std::string> normalise(std::string_view text, bool multiline = false);

/// Code points of a UTF-8 text.
std::size_t count_characters(std::string_view text);

/// At most `max` characters, with an ellipsis where something was cut. For messages.
std::string clip(std::string_view text, std::size_t max);

/// Full-width forms narrowed, Latin letters in lower case, accents kept: what search and look-ups compare (Unicode
/// NFKC_Casefold).
std::string fold(std::string_view text);

/// The words of a text for search: each run of Chinese characters as its overlapping pairs (a single character as
/// itself), each run of letters or digits as one word, all folded. "岩溶动力学 Karst" -> 岩溶 溶动 动力 力学 karst
std::vector<std::string> search_words(std::string_view text);

/// A key whose bytes sort as Chinese readers expect (pinyin, by ICU's zh collation); hexadecimal, so that every engine
/// sorts it alike.
std::string sort_key(std::string_view text);

std::vector<std::string> split(std::string_view text, char separator);
std::string_view trim(std::string_view text);
std::string base64url_encode(std::string_view bytes);
std::optional<std::string> base64url_decode(std::string_view text);
std::string hex(std::string_view bytes);

/// SHA-256 as 64 hexadecimal digits.
std::string sha256_hex(std::string_view bytes);

/// `count` random bytes from the system.
std::string random_bytes(std::size_t count);

/// No two texts of one length take different times to compare.
bool equal_in_constant_time(std::string_view a, std::string_view b);

}  // namespace kunyu::base
