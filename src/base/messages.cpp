#include "base/messages.hpp"

#include "base/embedded.hpp"

#include <boost/json.hpp>

#include <stdexcept>

namespace kunyu::base {

std::vector<EmbeddedFile> messages_embedded();

std::string_view to_string(Language language) {
    return language == Language::zh ? "zh" : "en";
}

std::optional<Language> parse_language(std::string_view text) {
    if (text == "zh") return Language::zh;
    if (text == "en") return Language::en;
    return std::nullopt;
}

Messages const& Messages::instance() {
    static Messages const catalogue;
    return catalogue;
}

Messages::Messages() {
    for (auto const& file : messages_embedded()) {
        auto const document = boost::json::parse(file.bytes);
        for (auto const& member : document.as_object()) {
            auto const& fields = member.value().as_object();
            Entry entry{std::nullopt, std::string(fields.at("zh").as_string()),
                        std::string(fields.at("en").as_string())};
            if (auto const* status = fields.if_contains("status")) entry.status = static_cast<int>(status->as_int64());
            if (!entries_.emplace(std::string(member.key()), std::move(entry)).second)
                throw std::logic_error(file.name + ": the code " + std::string(member.key()) + " stands in two files");
        }
    }
}

Messages::Entry const& Messages::entry(std::string_view code) const {
    auto const found = entries_.find(code);
    if (found == entries_.end()) throw std::logic_error("no message for the code " + std::string(code));
    return found->second;
}

std::string Messages::text(std::string_view code, Language language, Params const& params) const {
    auto const& found = entry(code);
    std::string_view rest = language == Language::zh ? found.zh : found.en;
    std::string out;
    for (auto open = rest.find('{'); open != std::string_view::npos; open = rest.find('{')) {
        auto const close = rest.find('}', open);
        if (close == std::string_view::npos) break;
        out += rest.substr(0, open);
        auto const value = params.find(std::string(rest.substr(open + 1, close - open - 1)));
        out += value == params.end() ? rest.substr(open, close - open + 1) : std::string_view(value->second);
        rest = rest.substr(close + 1);
    }
    return out.append(rest);
}

int Messages::status(std::string_view code) const {
    return entry(code).status.value_or(422);
}

}  // namespace kunyu::base
