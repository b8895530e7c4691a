#include "identity/input.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace kunyu::identity {

namespace {

constexpr std::int64_t largest_id = (1LL << 53) - 1;
constexpr std::size_t longest_key = 64;

/// The key as text; nothing for another kind of value, an impossible number, or a text that is no key.
std::optional<std::string> key_of(base::json::value const& value) {
    if (value.is_int64() && value.get_int64() >= 1 && value.get_int64() <= largest_id)
        return std::to_string(value.get_int64());
    if (!value.is_string()) return std::nullopt;
    auto const text = base::normalise(value.get_string());
    if (!text || text->empty() || base::count_characters(*text) > longest_key) return std::nullopt;
    return text;
}

}  // namespace

std::optional<std::string> read_key(base::Reader& reader, std::string_view member, bool required) {
    auto const* value = reader.raw(member);
    if (!value || value->is_null()) {
        if (required) reader.fault(member, "base.required");
        return std::nullopt;
    }
    auto key = key_of(*value);
    if (!key) reader.fault(member, "identity.not_a_key");
    return key;
}

std::vector<std::string> read_keys(base::Reader& reader, std::string_view member, std::size_t min, std::size_t max) {
    std::vector<std::string> keys;
    auto const* value = reader.raw(member);
    if (!value || value->is_null()) {
        if (min > 0) reader.fault(member, "base.required");
        return keys;
    }
    if (!value->is_array()) {
        reader.fault(member, "base.wrong_type", {{"expected", "array"}});
        return keys;
    }
    auto const& items = value->get_array();
    if (items.size() < min) reader.fault(member, "base.required");
    if (items.size() > max) reader.fault(member, "base.too_many_items", {{"max", std::to_string(max)}});
    for (std::size_t i = 0; i < std::min(items.size(), max); ++i) {
        auto const path = std::string(member) + "/" + std::to_string(i);
        auto key = key_of(items[i]);
        if (!key)
            reader.fault(path, "identity.not_a_key");
        else if (std::find(keys.begin(), keys.end(), *key) != keys.end())
            reader.fault(path, "identity.named_twice");
        else
            keys.push_back(std::move(*key));
    }
    return keys;
}

bool is_user_name(std::string_view text) {
    auto const plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
    return text.size() >= 2 && text.size() <= 64 && plain(text[0]) &&
           std::all_of(text.begin(), text.end(), [&](char c) { return plain(c) || c == '.' || c == '_' || c == '-'; });
}

}  // namespace kunyu::identity
