#include "sensorthings/sort_keys.hpp"

#include "base/json.hpp"
#include "base/text.hpp"
#include "sensorthings/compare.hpp"
#include "sensorthings/entity_source.hpp"
#include "sensorthings/json_text.hpp"
#include "sensorthings/literals.hpp"

namespace kunyu::sensorthings {
namespace {

namespace json = boost::json;

/// Bytes of a text that count; a token must fit into an address.
constexpr std::size_t longest_key = 256;

/// Cut between characters.
std::string shortened(std::string const& text) {
    auto end = std::min(text.size(), longest_key);
    while (end < text.size() && end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    return text.substr(0, end);
}

Value key_of(Value value) {
    if (auto const* several = value.get<Several>())
        return several->values.empty() ? Value() : key_of(several->values.front());
    if (value.get<Geometry>()) return {};
    if (auto const* document = value.get<json::value const*>()) return shortened(json_text(**document));
    if (auto const* text = value.get<std::string>()) return shortened(*text);
    return value;
}

std::optional<Value> parse_key(json::value const& text) {
    if (!text.is_string()) return std::nullopt;
    Scanner scanner(text.get_string());
    auto literal = take_literal(scanner);
    if (literal.has_error() || !*literal || !scanner.at_end()) return std::nullopt;
    return std::move(**literal);
}

}  // namespace

SortKeys sort_keys(Reading const& reading, EntityRef const& entity, std::vector<OrderKey> const& order) {
    SortKeys keys;
    keys.id = entity.id();
    EntitySource const source(reading, entity);
    for (auto const& key : order) keys.values.push_back(key_of(evaluate(key.by, source, reading.now)));
    return keys;
}

bool comes_before(SortKeys const& a, SortKeys const& b, std::vector<OrderKey> const& order) {
    for (std::size_t i = 0; i < order.size(); ++i) {
        auto const found = sensorthings::order(a.values[i], b.values[i]);
        if (found != 0) return order[i].descending ? found > 0 : found < 0;
    }
    return a.id < b.id;
}

std::string to_token(SortKeys const& keys) {
    json::array out{keys.id};
    for (auto const& value : keys.values) out.push_back(json::string(to_string(Expression::of(value))));
    return base::base64url_encode(json::serialize(out));
}

std::optional<SortKeys> parse_token(std::string_view token, std::size_t count) {
    auto const text = base::base64url_decode(token);
    auto const parsed = text ? base::parse_json(*text) : base::refuse("");
    if (parsed.has_error() || !parsed->is_array() || parsed->get_array().size() != count + 1) return std::nullopt;
    auto const& parts = parsed->get_array();
    if (!parts[0].is_int64()) return std::nullopt;
    SortKeys keys;
    keys.id = parts[0].get_int64();
    for (std::size_t i = 1; i < parts.size(); ++i) {
        auto value = parse_key(parts[i]);
        if (!value) return std::nullopt;
        keys.values.push_back(std::move(*value));
    }
    return keys;
}

}  // namespace kunyu::sensorthings
