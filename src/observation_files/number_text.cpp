#include "observation_files/number_text.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <string>

namespace kunyu::observation_files {
namespace {

constexpr std::size_t longest_number = 400;
constexpr std::array<double, 23> powers_of_ten = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                                  1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                                  1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

/// Digits with at most one point whose mantissa a double holds exactly: then one division rounds as exactly as can be
/// (Clinger 1990). Almost every measured value is of that kind.
bool read_short(std::string_view text, char point, double& value) {
    std::uint64_t mantissa = 0;
    std::size_t digits = 0, decimals = 0;
    bool past_point = false;
    for (char const c : text) {
        if (c >= '0' && c <= '9') {
            mantissa = mantissa * 10 + static_cast<std::uint64_t>(c - '0');
            ++digits;
            if (past_point) ++decimals;
        } else if (c == point && !past_point) {
            past_point = true;
        } else {
            return false;
        }
    }
    if (digits == 0 || digits > 15) return false;
    value = static_cast<double>(mantissa) / powers_of_ten[decimals];
    return true;
}

NumberRead read_any(std::string_view text, double& value) {
    auto const* const last = text.data() + text.size();
    auto const [end, error] = std::from_chars(text.data(), last, value);
    if (error == std::errc::result_out_of_range && end == last) return NumberRead::out_of_range;
    if (error != std::errc{} || end != last) return NumberRead::not_a_number;
    return std::isfinite(value) ? NumberRead::number : NumberRead::not_finite;
}

NumberRead read_with_comma(std::string_view text, double& value) {
    if (text.find('.') != std::string_view::npos) return NumberRead::not_a_number;
    std::string pointed(text);
    if (auto const comma = pointed.find(','); comma != std::string::npos) pointed[comma] = '.';
    return read_any(pointed, value);
}

}  // namespace

NumberRead read_number(std::string_view text, bool decimal_comma, double& value) {
    bool const negative = text.starts_with('-');
    if (negative || text.starts_with('+')) text.remove_prefix(1);
    if (text.empty() || text.size() > longest_number || text.front() == '-' || text.front() == '+')
        return NumberRead::not_a_number;
    auto read = NumberRead::number;
    if (!read_short(text, decimal_comma ? ',' : '.', value))
        read = decimal_comma ? read_with_comma(text, value) : read_any(text, value);
    if (negative) value = -value;
    return read;
}

Scale::Scale(double factor, double offset) : by_(factor), offset_(offset) {
    is_identity_ = factor == 1 && offset == 0;
    if (factor >= 1) return;
    for (double const power : powers_of_ten)
        if (factor == 1 / power) {
            divides_ = true;
            by_ = power;
        }
}

}  // namespace kunyu::observation_files
