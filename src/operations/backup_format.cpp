#include "operations/backup_format.hpp"

#include "base/text.hpp"

namespace kunyu::operations {
namespace {

namespace json = boost::json;

json::value to_json(sql::Value const& value) {
    if (auto const* whole = std::get_if<std::int64_t>(&value)) return *whole;
    if (auto const* real = std::get_if<double>(&value)) return *real;
    if (auto const* text = std::get_if<std::string>(&value)) return json::string(*text);
    if (auto const* blob = std::get_if<sql::Blob>(&value)) return {{"base64url", base::base64url_encode(blob->bytes)}};
    return nullptr;
}

sql::Value to_value(json::value const& value) {
    if (value.is_null()) return {};
    if (value.is_int64()) return value.get_int64();
    if (value.is_double()) return value.get_double();
    if (value.is_string()) return std::string(value.get_string());
    return sql::Blob{base::base64url_decode(value.at("base64url").as_string()).value()};
}

}  // namespace

std::string encode_row(std::vector<sql::Value> const& values) {
    json::array row;
    for (auto const& value : values) row.push_back(to_json(value));
    return json::serialize(row) + "\n";
}

std::vector<sql::Value> decode_row(std::string_view line) {
    std::vector<sql::Value> values;
    auto const row = json::parse(line);
    for (auto const& value : row.as_array()) values.push_back(to_value(value));
    return values;
}

}  // namespace kunyu::operations
