#include "documents/xlsx_styles.hpp"

#include "base/time.hpp"
#include "documents/xml.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <map>

namespace kunyu::documents {
namespace {

/// Numbers of the formats that every workbook has, ECMA-376 part 1, 18.8.30; 27-36 and 50-58 are dates in Chinese and
/// Japanese workbooks.
NumberKind kind_of_builtin(unsigned id) {
    bool const day = (id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 58);
    bool const moment = (id >= 18 && id <= 22) || (id >= 32 && id <= 35) || (id >= 45 && id <= 47);
    return day ? NumberKind::day : moment ? NumberKind::moment : NumberKind::plain;
}

std::string bare_letters(std::string_view code) {
    std::string bare;
    bool quoted = false;
    bool bracketed = false;
    for (std::size_t i = 0; i < code.size(); ++i) {
        char const c = code[i];
        if (c == '"') quoted = !quoted;
        if (c == '[') bracketed = true;
        if (!quoted && !bracketed && (c == '\\' || c == '_' || c == '*'))
            ++i;
        else if (!quoted && !bracketed)
            bare += static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
        if (c == ']') bracketed = false;
        if (c == ';' && !quoted) break;  // the part for negative numbers says nothing new
    }
    return bare;
}

std::optional<std::string> day_text(double serial, bool moment, bool calendar_1904) {
    if (!(serial >= 0) || serial >= 2'958'466) return std::nullopt;  // 9999-12-31
    auto whole = static_cast<std::int32_t>(std::floor(serial));
    auto seconds = static_cast<std::int32_t>(std::lround((serial - whole) * 86'400));
    if (seconds == 86'400) {
        seconds = 0;
        ++whole;
    }
    base::Day const start = calendar_1904 ? base::Day::of(1904, 1, 1) : base::Day::of(1899, 12, 30);
    // The 1900 calendar counts a 29 February that was not: days before it are one further on.
    if (!calendar_1904 && whole == 60) return std::nullopt;
    auto const day = start.plus_days(!calendar_1904 && whole < 60 ? whole + 1 : whole);
    auto text = base::to_string(day);
    if (moment && seconds > 0)
        text += fmt::format(" {:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    return text;
}

}  // namespace

NumberKind kind_of_format(std::string_view code) {
    auto const letters = bare_letters(code);
    if (letters.find("general") != std::string::npos) return NumberKind::plain;
    if (letters.find_first_of("hs") != std::string::npos) return NumberKind::moment;
    return letters.find_first_of("ymde") != std::string::npos && letters.find_first_of("#0?") == std::string::npos
               ? NumberKind::day
               : NumberKind::plain;
}

base::Result<XlsxStyles> XlsxStyles::parse(std::string_view xml) {
    KUNYU_TRY(auto document, parse_xml(xml, "styles.xml"));
    auto const root = document->document_element();
    std::map<unsigned, NumberKind> custom;
    for (auto const& format : child_named(root, "numFmts").children())
        custom[format.attribute("numFmtId").as_uint()] = kind_of_format(format.attribute("formatCode").value());
    XlsxStyles styles;
    for (auto const& style : child_named(root, "cellXfs").children()) {
        auto const id = style.attribute("numFmtId").as_uint();
        auto const own = custom.find(id);
        styles.kinds_.push_back(own == custom.end() ? kind_of_builtin(id) : own->second);
    }
    return styles;
}

std::optional<std::string> number_text(std::string_view number, NumberKind kind, bool calendar_1904) {
    double value = 0;
    auto const [end, error] = std::from_chars(number.data(), number.data() + number.size(), value);
    if (error != std::errc() || end != number.data() + number.size() || !std::isfinite(value)) return std::nullopt;
    if (kind != NumberKind::plain) return day_text(value, kind == NumberKind::moment, calendar_1904);
    if (value == std::floor(value) && std::fabs(value) < 1e15) return fmt::format("{:.0f}", value);
    return fmt::format("{}", value);
}

}  // namespace kunyu::documents
