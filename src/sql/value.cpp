#include "sql/value.hpp"

namespace kunyu::sql {

double Row::real(std::size_t column) const {
    auto const& value = values_.at(column);
    if (auto const* whole = std::get_if<std::int64_t>(&value)) return static_cast<double>(*whole);
    return std::get<double>(value);
}

std::optional<std::int64_t> Row::optional_integer(std::size_t column) const {
    if (is_null(column)) return std::nullopt;
    return integer(column);
}

std::optional<double> Row::optional_real(std::size_t column) const {
    if (is_null(column)) return std::nullopt;
    return real(column);
}

std::optional<std::string> Row::optional_text(std::size_t column) const {
    if (is_null(column)) return std::nullopt;
    return text(column);
}

std::optional<base::Day> Row::optional_day(std::size_t column) const {
    if (is_null(column)) return std::nullopt;
    return day(column);
}

std::optional<base::Instant> Row::optional_instant(std::size_t column) const {
    if (is_null(column)) return std::nullopt;
    return instant(column);
}

}  // namespace kunyu::sql
