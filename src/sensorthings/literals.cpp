#include "sensorthings/literals.hpp"

#include "sensorthings/times.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace kunyu::sensorthings {
namespace {

using Maybe = std::optional<Value>;

bool is_digit(char byte) {
    return byte >= '0' && byte <= '9';
}

bool is_name_byte(char byte) {
    return is_digit(byte) || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_' ||
           static_cast<unsigned char>(byte) >= 0x80;
}

/// "0" stands for a digit.
bool looks_like(Scanner const& scanner, std::string_view shape) {
    for (std::size_t i = 0; i < shape.size(); ++i) {
        bool const fits = shape[i] == '0' ? is_digit(scanner.peek(i)) : scanner.peek(i) == shape[i];
        if (!fits) return false;
    }
    return true;
}

/// How far a moment reaches: to the first byte that belongs to none. A blank counts as a plus before a zone.
std::size_t moment_length(Scanner const& scanner, std::size_t from) {
    constexpr std::string_view of_moment = "0123456789-:.TZtz+";
    std::size_t end = from;
    while (scanner.peek(end) != '\0' && of_moment.find(scanner.peek(end)) != std::string_view::npos) ++end;
    bool const zone_after_blank = scanner.peek(end) == ' ' && is_digit(scanner.peek(end + 1)) &&
                                  is_digit(scanner.peek(end + 2)) && scanner.peek(end + 3) == ':';
    return zone_after_blank ? end + 6 : end;
}

base::Result<Maybe> take_time(Scanner& scanner) {
    auto const begin = scanner.position();
    auto length = moment_length(scanner, 0);
    bool const span = scanner.peek(length) == '/';
    if (span) length = moment_length(scanner, length + 1);
    auto const text = scanner.take_bytes(length);
    auto value = span ? Value::of(parse_span(text)) : Value::of(parse_moment(text));
    if (value.is_null()) return scanner.refusal_at(begin, "sensorthings.bad_literal");
    return Maybe(std::move(value));
}

base::Result<Maybe> take_date(Scanner& scanner) {
    auto const begin = scanner.position();
    auto const date = parse_date(scanner.take_bytes(10));
    if (!date || is_name_byte(scanner.peek())) return scanner.refusal_at(begin, "sensorthings.bad_literal");
    return Maybe(*date);
}

base::Result<Maybe> take_time_of_day(Scanner& scanner) {
    auto const begin = scanner.position();
    auto const text = scanner.rest();
    auto const end = std::min(text.find_first_not_of("0123456789:."), text.size());
    auto const time = parse_time_of_day(scanner.take_bytes(end));
    if (!time || is_name_byte(scanner.peek())) return scanner.refusal_at(begin, "sensorthings.bad_literal");
    return Maybe(*time);
}

base::Result<Maybe> take_number(Scanner& scanner) {
    auto const begin = scanner.position();
    auto const text = scanner.rest();
    double number = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    auto const length = static_cast<std::size_t>(end - text.data());
    bool const whole = error == std::errc{} && std::isfinite(number) && !is_name_byte(scanner.peek(length));
    if (!whole) return scanner.refusal_at(begin, "sensorthings.bad_literal");
    scanner.take_bytes(length);
    return Maybe(number);
}

base::Result<Maybe> take_string(Scanner& scanner) {
    auto const begin = scanner.position();
    auto text = scanner.take_quoted();
    if (!text) return scanner.refusal_at(begin, "sensorthings.bad_literal");
    return Maybe(std::move(*text));
}

/// duration'..' and its like; the word before the quote is taken already.
base::Result<Maybe> take_prefixed(Scanner& scanner, std::string_view word, std::size_t begin) {
    auto const text = scanner.take_quoted();
    Value value;
    if (text && word == "duration") value = Value::of(parse_duration(*text));
    if (text && (word == "geography" || word == "geometry")) value = Value::of(Geometry::of_wkt(*text));
    if (value.is_null()) return scanner.refusal_at(begin, "sensorthings.bad_literal");
    return Maybe(std::move(value));
}

/// true, false, null, or the word before a quote.
base::Result<Maybe> take_word_literal(Scanner& scanner) {
    auto const begin = scanner.position();
    auto const word = scanner.take_word();
    if (scanner.peek() == '\'' && !word.empty()) return take_prefixed(scanner, word, begin);
    bool const ends = !is_name_byte(scanner.peek()) && scanner.peek() != '/' && scanner.peek() != '(';
    if (ends && word == "true") return Maybe(true);
    if (ends && word == "false") return Maybe(false);
    if (ends && word == "null") return Maybe(Value());
    scanner.go_back(begin);
    return Maybe();
}

}  // namespace

base::Result<std::optional<Value>> take_literal(Scanner& scanner) {
    char const first = scanner.peek();
    if (first == '\'') return take_string(scanner);
    if (looks_like(scanner, "0000-00-00T") || looks_like(scanner, "0000-00-00t")) return take_time(scanner);
    if (looks_like(scanner, "0000-00-00")) return take_date(scanner);
    if (looks_like(scanner, "00:00")) return take_time_of_day(scanner);
    if (is_digit(first) || (first == '-' && is_digit(scanner.peek(1)))) return take_number(scanner);
    return take_word_literal(scanner);
}

}  // namespace kunyu::sensorthings
