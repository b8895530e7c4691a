#include "sensorthings/json_patch.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kunyu::sensorthings {

namespace json = boost::json;

namespace {

using Pointer = std::vector<std::string>;

/// "~1" is a slash and "~0" a tilde; nothing for another tilde (RFC 6901).
std::optional<std::string> unescape(std::string_view token) {
    std::string out;
    for (std::size_t i = 0; i < token.size(); ++i) {
        if (token[i] != '~') {
            out += token[i];
            continue;
        }
        if (++i == token.size() || (token[i] != '0' && token[i] != '1')) return std::nullopt;
        out += token[i] == '0' ? '~' : '/';
    }
    return out;
}

std::optional<Pointer> parse_pointer(std::string_view text) {
    Pointer out;
    if (text.empty()) return out;
    if (text.front() != '/') return std::nullopt;
    for (auto const& token : base::split(text.substr(1), '/')) {
        auto name = unescape(token);
        if (!name) return std::nullopt;
        out.push_back(std::move(*name));
    }
    return out;
}

/// An index up to `limit`, without leading zeros.
std::optional<std::size_t> parse_index(std::string_view token, std::size_t limit) {
    std::size_t index = 0;
    auto const [end, error] = std::from_chars(token.data(), token.data() + token.size(), index);
    bool const digits_only = error == std::errc{} && end == token.data() + token.size();
    if (!digits_only || (token.size() > 1 && token.front() == '0') || index > limit) return std::nullopt;
    return index;
}

/// The member or element of that name, or nullptr.
json::value* child(json::value& of, std::string const& token) {
    if (auto* object = of.if_object()) return object->if_contains(token);
    auto* array = of.if_array();
    if (!array || array->empty()) return nullptr;
    auto const index = parse_index(token, array->size() - 1);
    return index ? &(*array)[*index] : nullptr;
}

json::value* find(json::value& document, Pointer const& pointer, std::size_t length) {
    auto* at = &document;
    for (std::size_t i = 0; at && i < length; ++i) at = child(*at, pointer[i]);
    return at;
}

json::value* find(json::value& document, Pointer const& pointer) {
    return find(document, pointer, pointer.size());
}

/// Into an object, or before the element; "-" is behind the last. False when there is no such place.
bool add(json::value& document, Pointer const& pointer, json::value value) {
    if (pointer.empty()) {
        document = std::move(value);
        return true;
    }
    auto* parent = find(document, pointer, pointer.size() - 1);
    if (!parent) return false;
    if (auto* object = parent->if_object()) {
        object->insert_or_assign(pointer.back(), std::move(value));
        return true;
    }
    auto* array = parent->if_array();
    if (!array) return false;
    auto const index = pointer.back() == "-" ? array->size() : parse_index(pointer.back(), array->size());
    if (!index) return false;
    array->insert(array->begin() + static_cast<std::ptrdiff_t>(*index), std::move(value));
    return true;
}

bool remove(json::value& document, Pointer const& pointer) {
    if (pointer.empty() || !find(document, pointer)) return false;
    auto* parent = find(document, pointer, pointer.size() - 1);
    if (auto* object = parent->if_object()) {
        object->erase(pointer.back());
        return true;
    }
    auto& array = parent->get_array();
    array.erase(array.begin() + static_cast<std::ptrdiff_t>(*parse_index(pointer.back(), array.size())));
    return true;
}

std::size_t count_values(json::value const& value) {
    std::size_t count = 1;
    if (auto const* object = value.if_object())
        for (auto const& member : *object) count += count_values(member.value());
    if (auto const* array = value.if_array())
        for (auto const& element : *array) count += count_values(element);
    return count;
}

/// Equal as RFC 6902, 4.6 has it: numbers by value.
bool equal(json::value const& a, json::value const& b) {
    if (a.is_number() && b.is_number()) return a == b || a.to_number<double>() == b.to_number<double>();
    if (a.is_array() && b.is_array())
        return std::equal(a.get_array().begin(), a.get_array().end(), b.get_array().begin(), b.get_array().end(),
                          equal);
    if (!a.is_object() || !b.is_object()) return a == b;
    auto const& one = a.get_object();
    auto const& other = b.get_object();
    return one.size() == other.size() && std::all_of(one.begin(), one.end(), [&](auto const& member) {
               auto const* found = other.if_contains(member.key());
               return found && equal(member.value(), *found);
           });
}

/// One operation as it stands in the patch.
struct Operation {
    std::string name;
    std::string path_text;
    Pointer path;
    Pointer from;
    json::value value;
};

std::optional<Pointer> pointer_at(json::object const& object, char const* name) {
    auto const* text = object.if_contains(name);
    if (!text || !text->is_string()) return std::nullopt;
    return parse_pointer({text->get_string().data(), text->get_string().size()});
}

std::optional<Operation> parse_operation(json::value const& value) {
    auto const* object = value.if_object();
    auto const* name = object ? object->if_contains("op") : nullptr;
    if (!name || !name->is_string()) return std::nullopt;
    Operation out;
    out.name = std::string(name->get_string());
    auto path = pointer_at(*object, "path");
    if (!path) return std::nullopt;
    out.path = std::move(*path);
    out.path_text = std::string(object->at("path").get_string());
    bool const needs_from = out.name == "move" || out.name == "copy";
    bool const needs_value = out.name == "add" || out.name == "replace" || out.name == "test";
    if (!needs_from && !needs_value && out.name != "remove") return std::nullopt;
    auto from = needs_from ? pointer_at(*object, "from") : Pointer{};
    if (!from || (needs_value && !object->contains("value"))) return std::nullopt;
    out.from = std::move(*from);
    if (needs_value) out.value = object->at("value");
    return out;
}

bool is_below(Pointer const& pointer, Pointer const& above) {
    return pointer.size() > above.size() && std::equal(above.begin(), above.end(), pointer.begin());
}

bool move(json::value& document, Operation const& operation) {
    auto* source = find(document, operation.from);
    if (!source || is_below(operation.path, operation.from)) return false;
    if (operation.path == operation.from) return true;
    auto value = *source;
    return remove(document, operation.from) && add(document, operation.path, std::move(value));
}

bool copy(json::value& document, Operation const& operation) {
    auto const* source = find(document, operation.from);
    return source && add(document, operation.path, json::value(*source));
}

bool replace(json::value& document, Operation& operation) {
    auto* place = find(document, operation.path);
    if (place) *place = std::move(operation.value);
    return place != nullptr;
}

/// False when a place is not there.
bool apply(json::value& document, Operation& operation) {
    if (operation.name == "add") return add(document, operation.path, std::move(operation.value));
    if (operation.name == "remove") return remove(document, operation.path);
    if (operation.name == "replace") return replace(document, operation);
    if (operation.name == "move") return move(document, operation);
    if (operation.name == "copy") return copy(document, operation);
    return find(document, operation.path) != nullptr;
}

}  // namespace

base::Result<json::value> apply_json_patch(json::value document, json::value const& patch) {
    if (!patch.is_array()) return base::refuse("sensorthings.bad_patch", {{"number", "1"}});
    if (patch.get_array().size() > most_patch_operations)
        return base::refuse("sensorthings.patch_too_large", {{"max", std::to_string(most_patch_operations)}});
    std::size_t number = 0;
    for (auto const& item : patch.get_array()) {
        base::Params params{{"number", std::to_string(++number)}};
        auto operation = parse_operation(item);
        if (!operation) return base::refuse("sensorthings.bad_patch", params);
        params["path"] = base::clip(operation->path_text, 100);
        if (!apply(document, *operation)) return base::refuse("sensorthings.patch_path", params);
        if (operation->name == "test" && !equal(*find(document, operation->path), operation->value))
            return base::refuse("sensorthings.patch_test", params);
        if (operation->name == "copy" && count_values(document) > most_patched_values)
            return base::refuse("sensorthings.patch_too_large", {{"max", std::to_string(most_patched_values)}});
    }
    return document;
}

}  // namespace kunyu::sensorthings
