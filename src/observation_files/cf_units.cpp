#include "observation_files/cf_units.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace kunyu::observation_files {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 9> names = {{{"Cel", "degree_Celsius"},
                                                                                 {"[degF]", "degree_Fahrenheit"},
                                                                                 {"deg", "degree"},
                                                                                 {"%", "percent"},
                                                                                 {"[pH]", "1"},
                                                                                 {"Ohm", "ohm"},
                                                                                 {"d", "day"},
                                                                                 {"a", "year"},
                                                                                 {"m[H2O]", "m"}}};

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

std::string without_annotations(std::string_view text) {
    std::string out;
    int depth = 0;
    for (char const c : text) {
        if (c == '{') ++depth;
        if (depth == 0) out += c;
        if (c == '}') --depth;
    }
    return out;
}

/// "s2" below the line is "s-2".
std::string term(std::string_view text, bool inverted) {
    auto const letters = std::min(text.find_last_not_of("0123456789-+") + 1, text.size());
    std::string unit(text.substr(0, letters));
    std::string exponent(text.substr(letters));
    for (auto const& [ucum, cf] : names)
        if (unit == ucum) unit = cf;
    if (!inverted) return unit + exponent;
    if (exponent.empty()) return unit + "-1";
    return exponent.front() == '-' ? unit + exponent.substr(1) : unit + "-" + exponent;
}

}  // namespace

std::string to_cf_unit(std::string_view ucum) {
    auto const text = without_annotations(ucum);
    std::string out;
    bool inverted = false;
    for (std::size_t from = 0; from <= text.size();) {
        auto const end = std::min(text.find_first_of("./", from), text.size());
        auto const part = std::string_view(text).substr(from, end - from);
        if (!part.empty() && part != "1") out += (out.empty() ? "" : " ") + term(part, inverted);
        if (end < text.size() && text[end] == '/') inverted = true;
        from = end + 1;
    }
    return out.empty() ? "1" : out;
}

std::string to_cf_name(std::string_view name, std::string_view otherwise) {
    std::string out;
    for (char const c : name) {
        if (is_letter(c) || (is_digit(c) && !out.empty()))
            out += c;
        else if (!out.empty() && out.back() != '_')
            out += '_';
    }
    while (out.ends_with('_')) out.pop_back();
    return out.empty() ? std::string(otherwise) : out;
}

}  // namespace kunyu::observation_files
