#include "documents/encoding.hpp"

#include "base/text.hpp"

#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>
#include <unicode/unistr.h>

#include <memory>
#include <optional>

namespace kunyu::documents {
namespace {

constexpr std::string_view utf8_mark = "\xEF\xBB\xBF";
constexpr std::size_t sample_bytes = 64 * 1024;

struct CloseConverter {
    void operator()(UConverter* converter) const { ucnv_close(converter); }
};
struct CloseDetector {
    void operator()(UCharsetDetector* detector) const { ucsdet_close(detector); }
};

/// Strictly: nothing on the first byte sequence that GB18030 does not know.
std::optional<icu::UnicodeString> decode_gb18030(std::string_view bytes) {
    UErrorCode error = U_ZERO_ERROR;
    std::unique_ptr<UConverter, CloseConverter> const converter(ucnv_open("gb18030", &error));
    ucnv_setToUCallBack(converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &error);
    if (U_FAILURE(error)) return std::nullopt;
    auto const capacity = static_cast<std::int32_t>(bytes.size());
    icu::UnicodeString text;
    auto* buffer = text.getBuffer(capacity + 1);
    if (buffer == nullptr) return std::nullopt;
    auto const length = ucnv_toUChars(converter.get(), buffer, capacity + 1, bytes.data(), capacity, &error);
    text.releaseBuffer(U_FAILURE(error) ? 0 : length);
    if (U_FAILURE(error)) return std::nullopt;
    return text;
}

/// Almost every sequence of high bytes is some rare character of GB18030. Chinese as it is written lies in the rows of
/// GB 2312, whose second byte is high too; Latin-1, Big5 and Shift-JIS read as GB18030 do not.
bool looks_chinese(std::string_view bytes) {
    std::size_t pairs = 0;
    std::size_t common = 0;
    for (std::size_t i = 0; i + 1 < bytes.size(); ++i) {
        auto const lead = static_cast<unsigned char>(bytes[i]);
        if (lead < 0x80) continue;
        auto const trail = static_cast<unsigned char>(bytes[++i]);
        ++pairs;
        if (lead >= 0xA1 && lead <= 0xF7 && trail >= 0xA1) ++common;
    }
    return pairs > 0 && common * 4 >= pairs * 3;
}

/// The detector of ICU is sure that it is Japanese or Korean, whose codes look like GB 2312.
bool reads_as_another(std::string_view bytes) {
    UErrorCode error = U_ZERO_ERROR;
    std::unique_ptr<UCharsetDetector, CloseDetector> const detector(ucsdet_open(&error));
    auto const sample = bytes.substr(0, sample_bytes);
    ucsdet_setText(detector.get(), sample.data(), static_cast<std::int32_t>(sample.size()), &error);
    auto const* match = U_SUCCESS(error) ? ucsdet_detect(detector.get(), &error) : nullptr;
    if (match == nullptr || U_FAILURE(error)) return false;
    std::string_view const name = ucsdet_getName(match, &error);
    return (name == "EUC-JP" || name == "EUC-KR" || name == "Shift_JIS" || name == "Big5") &&
           ucsdet_getConfidence(match, &error) >= 90;
}

bool has_controls(icu::UnicodeString const& text) {
    for (std::int32_t i = 0; i < text.length(); ++i) {
        auto const c = text.charAt(i);
        if ((c < 0x20 && c != '\n' && c != '\r' && c != '\t') || (c >= 0x7F && c < 0xA0)) return true;
    }
    return false;
}

}  // namespace

base::Result<std::string> to_utf8(std::string_view bytes) {
    auto const refused = [] { return base::refuse("documents.unknown_encoding"); };
    if (bytes.starts_with(utf8_mark)) bytes.remove_prefix(utf8_mark.size());
    if (bytes.find('\0') != std::string_view::npos) return refused();
    if (base::is_utf8(bytes)) return std::string(bytes);
    if (bytes.size() > INT32_MAX / 4 || !looks_chinese(bytes) || reads_as_another(bytes)) return refused();
    auto const text = decode_gb18030(bytes);
    if (!text || has_controls(*text)) return refused();
    std::string out;
    text->toUTF8String(out);
    return out;
}

}  // namespace kunyu::documents
