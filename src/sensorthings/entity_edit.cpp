#include "sensorthings/entity_edit.hpp"

#include "sensorthings/bad_request.hpp"
#include "sensorthings/json_patch.hpp"

#include <string_view>
#include <utility>

namespace kunyu::sensorthings {

namespace json = boost::json;

namespace {

void merge(json::object& document, json::object const& changes) {
    for (auto const& member : changes) document.insert_or_assign(member.key(), member.value());
}

/// The body, and of the document what is no property of the standard.
json::object whole(Kind kind, json::object const& document, json::object body) {
    auto const& type = type_of(kind);
    for (auto const& member : document) {
        std::string_view const name(member.key().data(), member.key().size());
        if (!type.property(name) && !body.contains(name)) body.emplace(member.key(), member.value());
    }
    return body;
}

}  // namespace

base::Result<json::object> edited(Kind kind, json::object document, EditForm form, json::value const& body) {
    if (form == EditForm::operations) {
        KUNYU_TRY(auto patched, apply_json_patch(std::move(document), body));
        if (!patched.is_object()) return bad_member("", "base.expected_object");
        return std::move(patched.get_object());
    }
    if (!body.is_object()) return bad_member("", "base.expected_object");
    if (form == EditForm::replace) return whole(kind, document, body.get_object());
    merge(document, body.get_object());
    return document;
}

}  // namespace kunyu::sensorthings
