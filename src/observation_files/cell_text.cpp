#include "observation_files/cell_text.hpp"

#include "base/text.hpp"

#include <unicode/ucnv.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <memory>

namespace kunyu::observation_files {
namespace {

constexpr std::size_t longest_shown = 40;
constexpr std::size_t longest_character = 4;  ///< bytes, in either encoding

struct CloseConverter {
    void operator()(UConverter* converter) const { ucnv_close(converter); }
};
using Converter = std::unique_ptr<UConverter, CloseConverter>;

/// Stops at what it does not know, instead of putting a mark there.
Converter open_converter() {
    UErrorCode error = U_ZERO_ERROR;
    Converter converter(ucnv_open("gb18030", &error));
    ucnv_setToUCallBack(converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &error);
    ucnv_setFromUCallBack(converter.get(), UCNV_FROM_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &error);
    return U_SUCCESS(error) ? std::move(converter) : nullptr;
}

/// One a thread, since opening takes longer than most cells; as new each time.
UConverter* strict_converter() {
    thread_local Converter const converter = open_converter();
    if (converter) ucnv_reset(converter.get());
    return converter.get();
}

bool is_ascii(std::string_view bytes) {
    return std::all_of(bytes.begin(), bytes.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::optional<std::string> decode_gb18030(std::string_view bytes) {
    auto* const converter = strict_converter();
    if (!converter) return std::nullopt;
    UErrorCode error = U_ZERO_ERROR;
    icu::UnicodeString const text(bytes.data(), static_cast<std::int32_t>(bytes.size()), converter, error);
    if (U_FAILURE(error)) return std::nullopt;
    std::string out;
    text.toUTF8String(out);
    return out;
}

/// The sample as it is, or with as few bytes less as a cut character may have left.
template <typename F>
bool holds_but_for_a_cut(std::string_view sample, F&& holds) {
    for (std::size_t less = 0; less < longest_character && less <= sample.size(); ++less)
        if (holds(sample.substr(0, sample.size() - less))) return true;
    return false;
}

/// A text has hardly any control characters; a few NUL bytes are what a power cut leaves in a logger's file.
bool looks_like_text(std::string_view sample) {
    auto const controls = std::count_if(sample.begin(), sample.end(), [](char c) {
        return static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\r' && c != '\t';
    });
    return static_cast<std::size_t>(controls) * 10 <= sample.size() && !sample.starts_with("\xFF\xFE") &&
           !sample.starts_with("\xFE\xFF") && !sample.starts_with("PK\x03\x04");
}

}  // namespace

std::optional<CsvEncoding> detect_encoding(std::string_view sample) {
    if (sample.starts_with("\xEF\xBB\xBF")) return CsvEncoding::utf8;
    if (!looks_like_text(sample)) return std::nullopt;
    if (is_ascii(sample)) return CsvEncoding::automatic;
    if (holds_but_for_a_cut(sample, [](std::string_view text) { return base::is_utf8(text); }))
        return CsvEncoding::utf8;
    auto const gb18030 = [](std::string_view text) { return decode_gb18030(text).has_value(); };
    return holds_but_for_a_cut(sample, gb18030) ? CsvEncoding::gb18030 : CsvEncoding::automatic;
}

std::optional<std::string> decode_cell(std::string_view bytes, CsvEncoding encoding) {
    if (is_ascii(bytes)) return std::string(bytes);
    if (encoding != CsvEncoding::gb18030 && base::is_utf8(bytes)) return std::string(bytes);
    if (encoding == CsvEncoding::utf8) return std::nullopt;
    return decode_gb18030(bytes);
}

std::string on_one_line(std::string_view text) {
    std::string line;
    for (char const c : text) {
        bool const space = c == ' ' || c == '\t' || c == '\r' || c == '\n';
        if (!space)
            line += c;
        else if (!line.empty() && line.back() != ' ')
            line += ' ';
    }
    if (line.ends_with(' ')) line.pop_back();
    return line;
}

std::optional<std::string> header_text(std::string_view bytes, CsvEncoding encoding) {
    auto const text = decode_cell(bytes, encoding);
    if (!text) return std::nullopt;
    return base::normalise(on_one_line(*text)).value_or(std::string());
}

std::optional<std::string> encode_cell(std::string_view text, CsvEncoding encoding) {
    if (encoding != CsvEncoding::gb18030 || is_ascii(text)) return std::string(text);
    auto* const converter = strict_converter();
    if (!converter) return std::nullopt;
    auto const wide =
        icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
    std::string out(static_cast<std::size_t>(wide.length()) * longest_character + longest_character, '\0');
    UErrorCode error = U_ZERO_ERROR;
    auto const length = ucnv_fromUChars(converter, out.data(), static_cast<std::int32_t>(out.size()), wide.getBuffer(),
                                        wide.length(), &error);
    if (U_FAILURE(error)) return std::nullopt;
    out.resize(static_cast<std::size_t>(length));
    return out;
}

std::string shown_cell(std::string_view bytes, CsvEncoding encoding) {
    bool const cut = bytes.size() > longest_shown * longest_character;
    auto const part = bytes.substr(0, longest_shown * longest_character);
    auto text = decode_cell(part, encoding).value_or(std::string());
    if (text.empty() && !part.empty())
        for (char const c : part) text += static_cast<unsigned char>(c) < 0x80 ? std::string(1, c) : "\xEF\xBF\xBD";
    std::replace_if(
        text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, ' ');
    return base::clip(cut ? text + " " : text, longest_shown);
}

}  // namespace kunyu::observation_files
