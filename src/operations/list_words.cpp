#include "operations/list_words.hpp"

#include "identity/permissions.hpp"

namespace kunyu::operations {
namespace {

std::string key_of(std::string_view set, std::string_view word) {
    return std::string(set) + ' ' + std::string(word);
}

}  // namespace

Words::Words(base::Language language, boost::json::value const& categories) : language_(language) {
    auto const& permissions = identity::Permissions::instance();
    for (auto const& role : permissions.roles()) {
        auto const& name = permissions.role(role).name;
        data_[key_of("role", role)] = language == base::Language::en ? name.en : name.zh;
    }
    if (!categories.is_object()) return;
    add("event", categories.at("events"), "type");
    add("category", categories.at("items"), "id");
    for (auto const& category : categories.at("items").as_array()) add("field", category.at("fields"), "id");
}

void Words::add(std::string const& set, boost::json::value const& things, std::string_view key) {
    for (auto const& thing : things.as_array())
        data_[key_of(set, thing.at(key).as_string())] = in_language(thing.at("name").as_object());
}

std::string Words::of(std::string_view set, std::string_view word) const {
    if (auto const found = data_.find(key_of(set, word)); found != data_.end()) return found->second;
    auto const code = std::string(set) + std::string(word);
    auto const& messages = base::Messages::instance();
    return messages.contains(code) ? messages.text(code, language_) : std::string(word);
}

std::string Words::in_language(boost::json::object const& name) const {
    auto const& en = name.at("en");
    auto const& chosen = language_ == base::Language::en && !en.is_null() ? en : name.at("zh");
    return std::string(chosen.as_string());
}

}  // namespace kunyu::operations
