#include "base/text.hpp"

#include <sodium.h>
#include <unicode/coll.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <memory>
#include <stdexcept>

namespace kunyu::base {
namespace {

void check(UErrorCode status, char const* what) {
    if (U_FAILURE(status)) throw std::runtime_error(std::string(what) + ": " + u_errorName(status));
}

icu::Normalizer2 const& nfc() {
    UErrorCode status = U_ZERO_ERROR;
    auto const* normaliser = icu::Normalizer2::getNFCInstance(status);
    check(status, "ICU NFC");
    return *normaliser;
}

icu::Normalizer2 const& casefold() {
    UErrorCode status = U_ZERO_ERROR;
    auto const* normaliser = icu::Normalizer2::getNFKCCasefoldInstance(status);
    check(status, "ICU NFKC_Casefold");
    return *normaliser;
}

std::string normalised_by(icu::Normalizer2 const& normaliser, std::string_view text) {
    bool const ascii_lower =
        std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c < 0x7f && !(c >= 'A' && c <= 'Z'); });
    if (ascii_lower) return std::string(text);
    UErrorCode status = U_ZERO_ERROR;
    auto const result =
        normaliser.normalize(icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())}), status);
    check(status, "ICU normalisation");
    std::string out;
    result.toUTF8String(out);
    return out;
}

bool is_han(UChar32 c) {
    UErrorCode status = U_ZERO_ERROR;
    return uscript_getScript(c, &status) == USCRIPT_HAN;
}

void append(std::string& out, UChar32 c) {
    char buffer[U8_MAX_LENGTH];
    int32_t length = 0;
    U8_APPEND_UNSAFE(buffer, length, c);
    out.append(buffer, static_cast<std::size_t>(length));
}

std::vector<UChar32> code_points(std::string_view text) {
    std::vector<UChar32> out;
    auto const* bytes = reinterpret_cast<uint8_t const*>(text.data());
    auto const size = static_cast<int32_t>(text.size());
    for (int32_t i = 0; i < size;) {
        UChar32 c = 0;
        U8_NEXT(bytes, i, size, c);
        out.push_back(c < 0 ? 0xfffd : c);
    }
    return out;
}

/// A run of Chinese characters as its pairs.
void append_pairs(std::vector<std::string>& words, std::vector<UChar32> const& run) {
    for (std::size_t i = 0; i + 1 < run.size() || (run.size() == 1 && i == 0); ++i) {
        std::string word;
        append(word, run[i]);
        if (i + 1 < run.size()) append(word, run[i + 1]);
        words.push_back(std::move(word));
    }
}

}  // namespace

bool is_utf8(std::string_view text) {
    auto const* bytes = reinterpret_cast<uint8_t const*>(text.data());
    auto const size = static_cast<int32_t>(text.size());
    for (int32_t i = 0; i < size;) {
        UChar32 c = 0;
        U8_NEXT(bytes, i, size, c);
        if (c < 0) return false;
    }
    return true;
}

std::string_view trim(std::string_view text) {
    auto const begin = text.find_first_not_of(" \t\r\n");
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

std::optional<std::string> normalise(std::string_view text, bool multiline) {
    if (!is_utf8(text)) return std::nullopt;
    std::string cleaned;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\r') {
            if (i + 1 >= text.size() || text[i + 1] != '\n') cleaned += '\n';
        } else {
            cleaned += text[i];
        }
    }
    std::string const trimmed(trim(cleaned));
    for (UChar32 const c : code_points(trimmed)) {
        bool const allowed = multiline && (c == '\n' || c == '\t');
        if (!allowed && (u_charType(c) == U_CONTROL_CHAR || c == 0xfeff || (c >= 0x202a && c <= 0x202e) ||
                         (c >= 0x2066 && c <= 0x2069)))
            return std::nullopt;
    }
    return normalised_by(nfc(), trimmed);
}

std::size_t count_characters(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xc0) != 0x80; }));
}

std::string clip(std::string_view text, std::size_t max) {
    auto const points = code_points(text);
    std::string out;
    for (std::size_t i = 0; i < std::min(points.size(), max); ++i) append(out, points[i]);
    if (points.size() > max) out += "…";
    return out;
}

std::string fold(std::string_view text) {
    return normalised_by(casefold(), text);
}

std::vector<std::string> search_words(std::string_view text) {
    std::vector<std::string> words;
    std::vector<UChar32> chinese;
    std::string other;
    auto const end_runs = [&] {
        append_pairs(words, chinese);
        chinese.clear();
        if (!other.empty()) words.push_back(std::move(other));
        other.clear();
    };
    for (UChar32 const c : code_points(fold(text))) {
        if (is_han(c)) {
            if (!other.empty()) end_runs();
            chinese.push_back(c);
        } else if (u_isalnum(c)) {
            if (!chinese.empty()) end_runs();
            append(other, c);
        } else {
            end_runs();
        }
    }
    end_runs();
    return words;
}

std::string sort_key(std::string_view text) {
    thread_local std::unique_ptr<icu::Collator> const collator = [] {
        UErrorCode status = U_ZERO_ERROR;
        std::unique_ptr<icu::Collator> made(icu::Collator::createInstance(icu::Locale("zh@collation=pinyin"), status));
        check(status, "ICU collator");
        return made;
    }();
    auto const source = icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())});
    std::string key(64, '\0');
    for (;;) {
        auto const needed = static_cast<std::size_t>(
            collator->getSortKey(source, reinterpret_cast<uint8_t*>(key.data()), static_cast<int32_t>(key.size())));
        bool const fits = needed <= key.size();
        key.resize(needed);
        if (fits) break;
    }
    if (!key.empty() && key.back() == '\0') key.pop_back();
    return hex(key);
}

std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> parts;
    for (std::size_t begin = 0;;) {
        auto const end = text.find(separator, begin);
        parts.emplace_back(text.substr(begin, end - begin));
        if (end == std::string_view::npos) return parts;
        begin = end + 1;
    }
}

std::string base64url_encode(std::string_view bytes) {
    constexpr int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
    std::string out(sodium_base64_encoded_len(bytes.size(), variant), '\0');
    sodium_bin2base64(out.data(), out.size(), reinterpret_cast<unsigned char const*>(bytes.data()), bytes.size(),
                      variant);
    out.pop_back();
    return out;
}

std::optional<std::string> base64url_decode(std::string_view text) {
    std::string out(text.size(), '\0');
    std::size_t length = 0;
    char const* end = nullptr;
    int const failed = sodium_base642bin(reinterpret_cast<unsigned char*>(out.data()), out.size(), text.data(),
                                         text.size(), nullptr, &length, &end, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    if (failed != 0 || end != text.data() + text.size()) return std::nullopt;
    out.resize(length);
    return out;
}

std::string hex(std::string_view bytes) {
    constexpr char digits[] = "0123456789abcdef";
    std::string out;
    out.reserve(bytes.size() * 2);
    for (char const c : bytes) {
        auto const byte = static_cast<unsigned char>(c);
        out += digits[byte >> 4];
        out += digits[byte & 15];
    }
    return out;
}

std::string sha256_hex(std::string_view bytes) {
    unsigned char digest[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(digest, reinterpret_cast<unsigned char const*>(bytes.data()), bytes.size());
    return hex({reinterpret_cast<char const*>(digest), sizeof digest});
}

std::string random_bytes(std::size_t count) {
    if (sodium_init() < 0) throw std::runtime_error("libsodium cannot start");
    std::string out(count, '\0');
    randombytes_buf(out.data(), out.size());
    return out;
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace kunyu::base
