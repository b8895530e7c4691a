#include "sensorthings/text_functions.hpp"

#include "base/text.hpp"

#include <unicode/locid.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <cmath>

namespace kunyu::sensorthings {
namespace {

/// Bytes of a text that concat makes; beyond it answers null, so that a filter cannot fill the memory.
constexpr std::size_t longest_text = 16 * 1024;

double characters(std::string_view text) {
    return static_cast<double>(base::count_characters(text));
}

/// Where the character of that number begins; the end when there are fewer.
std::size_t offset_of(std::string_view text, double number) {
    std::size_t at = 0;
    for (double passed = 0; at < text.size(); ++at) {
        bool const begins = (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U;
        if (begins && passed++ >= number) break;
    }
    return at;
}

Value index_of(std::string const& text, std::string const& sought) {
    auto const at = text.find(sought);
    return at == std::string::npos ? -1.0 : characters(std::string_view(text).substr(0, at));
}

/// Null for places that are no whole numbers, or below 0.
Value substring(std::string_view text, std::span<Value const> places) {
    for (auto const& place : places) {
        auto const* number = place.get<double>();
        if (!number || *number < 0 || *number != std::floor(*number)) return {};
    }
    auto const rest = text.substr(offset_of(text, *places[0].get<double>()));
    if (places.size() == 1) return std::string(rest);
    return std::string(rest.substr(0, offset_of(rest, *places[1].get<double>())));
}

std::string lower(std::string const& text) {
    std::string out;
    icu::UnicodeString::fromUTF8(text).toLower(icu::Locale::getRoot()).toUTF8String(out);
    return out;
}

std::string upper(std::string const& text) {
    std::string out;
    icu::UnicodeString::fromUTF8(text).toUpper(icu::Locale::getRoot()).toUTF8String(out);
    return out;
}

Value apply_to_one(Function function, std::string const& text) {
    switch (function) {
        case Function::length:
            return characters(text);
        case Function::tolower:
            return lower(text);
        case Function::toupper:
            return upper(text);
        case Function::trim:
            return std::string(base::trim(text));
        default:
            return {};
    }
}

Value apply_to_two(Function function, std::string const& a, std::string const& b) {
    switch (function) {
        case Function::substringof:
            return b.find(a) != std::string::npos;
        case Function::endswith:
            return a.ends_with(b);
        case Function::startswith:
            return a.starts_with(b);
        case Function::indexof:
            return index_of(a, b);
        case Function::concat:
            return a.size() + b.size() <= longest_text ? Value(a + b) : Value();
        default:
            return {};
    }
}

}  // namespace

Value apply_to_texts(Function function, std::span<Value const> arguments) {
    auto const* first = arguments[0].get<std::string>();
    if (!first) return {};
    if (function == Function::substring) return substring(*first, arguments.subspan(1));
    if (arguments.size() == 1) return apply_to_one(function, *first);
    auto const* second = arguments[1].get<std::string>();
    return second ? apply_to_two(function, *first, *second) : Value();
}

}  // namespace kunyu::sensorthings
