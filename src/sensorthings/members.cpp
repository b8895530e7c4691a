#include "sensorthings/members.hpp"

#include "base/text.hpp"
#include "sensorthings/iso_time.hpp"

#include <utility>

namespace kunyu::sensorthings {

namespace json = boost::json;

json::value const* Members::find(std::string_view name) {
    known_.emplace(name);
    auto const* value = object_.if_contains(name);
    return value && !value->is_null() ? value : nullptr;
}

json::value const* Members::required(std::string_view name) {
    auto const* value = find(name);
    if (!value) fault(name, "base.required");
    return value;
}

std::string Members::clean(std::string_view name, json::value const& value) {
    if (!value.is_string()) {
        wrong_type(name, "string");
        return {};
    }
    constexpr bool multiline = true;
    auto text = base::normalise({value.get_string().data(), value.get_string().size()}, multiline);
    if (!text) fault(name, "base.control_characters");
    return text.value_or("");
}

std::string Members::text(std::string_view name) {
    auto const* value = required(name);
    return value ? clean(name, *value) : std::string();
}

json::value Members::any(std::string_view name) {
    auto const* value = required(name);
    return value ? *value : json::value(nullptr);
}

base::Instant Members::instant(std::string_view name) {
    auto const text = this->text(name);
    if (text.empty()) return {};
    auto const at = parse_iso_instant(text);
    if (!at) fault(name, "base.not_an_instant", {{"value", base::clip(text, 60)}});
    return at.value_or(base::Instant{});
}

std::optional<std::string> Members::optional_text(std::string_view name) {
    auto const* value = find(name);
    return value ? std::optional(clean(name, *value)) : std::nullopt;
}

json::object Members::optional_object(std::string_view name) {
    auto const* value = find(name);
    if (value && !value->is_object()) wrong_type(name, "object");
    return value && value->is_object() ? value->get_object() : json::object();
}

std::optional<bool> Members::optional_boolean(std::string_view name) {
    auto const* value = find(name);
    if (value && !value->is_bool()) wrong_type(name, "boolean");
    return value && value->is_bool() ? std::optional(value->get_bool()) : std::nullopt;
}

std::optional<std::int64_t> Members::optional_integer(std::string_view name) {
    auto const* value = find(name);
    if (value && !value->is_int64()) wrong_type(name, "integer");
    return value && value->is_int64() ? std::optional(value->get_int64()) : std::nullopt;
}

void Members::fault(std::string_view name, std::string code, base::Params params) {
    faults_.add(path_of(name), std::move(code), std::move(params));
}

void Members::wrong_type(std::string_view name, std::string expected) {
    fault(name, "base.wrong_type", {{"expected", std::move(expected)}});
}

void Members::note_unknown() {
    for (auto const& member : object_) {
        std::string_view const name(member.key().data(), member.key().size());
        bool const annotation = name.find('@') != std::string_view::npos || name == "id";
        if (!annotation && !known_.contains(name)) fault(base::clip(name, 60), "base.unknown_member");
    }
}

}  // namespace kunyu::sensorthings
