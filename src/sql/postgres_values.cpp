#include "sql/postgres_values.hpp"

#include <endian.h>
#include <fmt/format.h>

#include <bit>
#include <charconv>
#include <cstring>
#include <stdexcept>

namespace kunyu::sql {
namespace {

// Object ids of PostgreSQL's built-in types (pg_type.dat); they never change.
constexpr Oid oid_bool = 16, oid_bytea = 17, oid_int8 = 20, oid_int2 = 21, oid_int4 = 23, oid_text = 25, oid_oid = 26,
              oid_float4 = 700, oid_float8 = 701, oid_numeric = 1700;
constexpr int binary = 1;

std::string big_endian(std::uint64_t number) {
    std::uint64_t const swapped = htobe64(number);
    std::string bytes(sizeof swapped, '\0');
    std::memcpy(bytes.data(), &swapped, sizeof swapped);
    return bytes;
}

template <typename T>
T parse_number(std::string_view text) {
    T number{};
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size())
        throw std::runtime_error(fmt::format("PostgreSQL answered a number that cannot be read: {}", text));
    return number;
}

/// sum() of whole numbers is numeric on PostgreSQL and an integer on SQLite: alike here.
Value parse_numeric(std::string_view text) {
    if (text.find_first_not_of("-0123456789") == std::string_view::npos) return parse_number<std::int64_t>(text);
    return parse_number<double>(text);
}

Blob parse_bytea(char const* text) {
    std::size_t size = 0;
    auto* bytes = PQunescapeBytea(reinterpret_cast<unsigned char const*>(text), &size);
    if (bytes == nullptr) throw std::bad_alloc();
    Blob blob{std::string(reinterpret_cast<char const*>(bytes), size)};
    PQfreemem(bytes);
    return blob;
}

Value read_value(PGresult const* result, int row, int column) {
    if (PQgetisnull(result, row, column) != 0) return {};
    char const* bytes = PQgetvalue(result, row, column);
    std::string_view const text(bytes, static_cast<std::size_t>(PQgetlength(result, row, column)));
    switch (PQftype(result, column)) {
        case oid_bool:
            return static_cast<std::int64_t>(text == "t");
        case oid_int2:
        case oid_int4:
        case oid_int8:
        case oid_oid:
            return parse_number<std::int64_t>(text);
        case oid_float4:
        case oid_float8:
            return parse_number<double>(text);
        case oid_numeric:
            return parse_numeric(text);
        case oid_bytea:
            return parse_bytea(bytes);
        default:
            return std::string(text);
    }
}

}  // namespace

PostgresParameters::PostgresParameters(std::vector<Value> const& args) {
    auto const count = args.size();
    types.reserve(count);
    values.reserve(count);
    lengths.reserve(count);
    formats.assign(count, binary);
    numbers_.reserve(count);  // values point into it, so it must not move
    auto const add = [this](Oid type, std::string const& bytes) {
        types.push_back(type);
        values.push_back(bytes.data());
        lengths.push_back(static_cast<int>(bytes.size()));
    };
    auto const add_number = [&](Oid type, std::uint64_t bits) {
        numbers_.push_back(big_endian(bits));
        add(type, numbers_.back());
    };
    for (auto const& arg : args) {
        if (auto const* whole = std::get_if<std::int64_t>(&arg)) {
            add_number(oid_int8, static_cast<std::uint64_t>(*whole));
        } else if (auto const* real = std::get_if<double>(&arg)) {
            add_number(oid_float8, std::bit_cast<std::uint64_t>(*real));
        } else if (auto const* text = std::get_if<std::string>(&arg)) {
            add(oid_text, *text);
        } else if (auto const* blob = std::get_if<Blob>(&arg)) {
            add(oid_bytea, blob->bytes);
        } else {
            types.push_back(0);
            values.push_back(nullptr);
            lengths.push_back(0);
        }
    }
}

Row read_postgres_row(PGresult const* result, int row) {
    int const columns = PQnfields(result);
    std::vector<Value> values;
    values.reserve(static_cast<std::size_t>(columns));
    for (int column = 0; column < columns; ++column) values.push_back(read_value(result, row, column));
    return Row(std::move(values));
}

}  // namespace kunyu::sql
