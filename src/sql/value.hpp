#pragma once
#include "base/ids.hpp"
#include "base/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace kunyu::sql {

/// Bytes that are not text.
struct Blob {
    std::string bytes;
    friend bool operator==(Blob const&, Blob const&) = default;
};

/// What a column or a parameter may hold. Booleans are integers 0 and 1; days are integers (Day::number); moments are
/// integers (microseconds); null is monostate.
using Value = std::variant<std::monostate, std::int64_t, double, std::string, Blob>;

inline Value to_value(std::monostate) {
    return {};
}
inline Value to_value(std::nullopt_t) {
    return {};
}
template <typename T>
requires std::is_integral_v<T> Value to_value(T value) {
    return static_cast<std::int64_t>(value);
}
inline Value to_value(double value) {
    return value;
}
inline Value to_value(char const* value) {
    return std::string(value);
}
inline Value to_value(std::string_view value) {
    return std::string(value);
}
inline Value to_value(std::string value) {
    return value;
}
inline Value to_value(Blob value) {
    return value;
}
inline Value to_value(Value value) {
    return value;
}
inline Value to_value(base::Day day) {
    return static_cast<std::int64_t>(day.number);
}
inline Value to_value(base::Instant instant) {
    return instant.microseconds;
}
template <typename Tag>
Value to_value(base::Id<Tag> id) {
    return id.value;
}
template <typename T>
Value to_value(std::optional<T> const& value) {
    return value ? to_value(*value) : Value{};
}

/// One row of an answer; columns count from 0. A getter of the wrong type, or of a null where none is expected, throws:
/// our mistake.
class Row {
  public:
    explicit Row(std::vector<Value> values) : values_(std::move(values)) {}
    bool is_null(std::size_t column) const { return std::holds_alternative<std::monostate>(values_.at(column)); }
    std::int64_t integer(std::size_t column) const { return std::get<std::int64_t>(values_.at(column)); }
    bool boolean(std::size_t column) const { return integer(column) != 0; }
    double real(std::size_t column) const;
    std::string const& text(std::size_t column) const { return std::get<std::string>(values_.at(column)); }
    std::string const& blob(std::size_t column) const { return std::get<Blob>(values_.at(column)).bytes; }
    base::Day day(std::size_t column) const { return {static_cast<std::int32_t>(integer(column))}; }
    base::Instant instant(std::size_t column) const { return {integer(column)}; }
    template <typename Tag>
    base::Id<Tag> id(std::size_t column) const {
        return {integer(column)};
    }
    std::optional<std::int64_t> optional_integer(std::size_t column) const;
    std::optional<double> optional_real(std::size_t column) const;
    std::optional<std::string> optional_text(std::size_t column) const;
    std::optional<base::Day> optional_day(std::size_t column) const;
    std::optional<base::Instant> optional_instant(std::size_t column) const;
    template <typename Tag>
    std::optional<base::Id<Tag>> optional_id(std::size_t column) const {
        return is_null(column) ? std::nullopt : std::optional<base::Id<Tag>>{{integer(column)}};
    }
    std::vector<Value> const& values() const { return values_; }

  private:
    std::vector<Value> values_;
};

}  // namespace kunyu::sql
