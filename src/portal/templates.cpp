#include "portal/templates.hpp"

#include "base/embedded.hpp"

#include <map>
#include <stdexcept>

namespace kunyu::base {
std::vector<EmbeddedFile> portal_embedded();
}

namespace kunyu::portal {
namespace {

namespace mustache = kainjow::mustache;

std::map<std::string, std::string_view, std::less<>> const& files() {
    static auto const all = [] {
        std::map<std::string, std::string_view, std::less<>> found;
        for (auto const& file : base::portal_embedded()) found.emplace(file.name, file.bytes);
        return found;
    }();
    return all;
}

Data texts(base::Language language) {
    Data out{Data::type::object};
    auto const& messages = base::Messages::instance();
    for (auto const& [code, entry] : messages.entries())
        if (code.rfind("portal.", 0) == 0) out.set(code.substr(7), messages.text(code, language));
    return out;
}

/// What every template can refer to: the texts and the partials.
Data const& common(base::Language language) {
    auto const make = [](base::Language of) {
        Data out{Data::type::object};
        out.set("t", texts(of));
        out.set("name", mustache::partial([] { return std::string(portal_file("templates/name.mustache")); }));
        return out;
    };
    static Data const zh = make(base::Language::zh);
    static Data const en = make(base::Language::en);
    return language == base::Language::zh ? zh : en;
}

/// Parsed once a thread: rendering changes the parsed form's notes.
mustache::mustache& parsed(std::string_view name) {
    thread_local std::map<std::string, mustache::mustache, std::less<>> templates;
    auto found = templates.find(name);
    if (found == templates.end()) {
        auto const path = "templates/" + std::string(name) + ".mustache";
        found = templates.emplace(std::string(name), mustache::mustache(std::string(portal_file(path)))).first;
        if (!found->second.is_valid()) throw std::logic_error(path + ": " + found->second.error_message());
    }
    return found->second;
}

/// Names are looked up in the data first, then in what is common.
class Context final : public mustache::context<std::string> {
  public:
    Context(Data const& data, Data const& shared) : mustache::context<std::string>(&data), shared_(shared) {}
    Data const* get(std::string const& name) const override {
        if (auto const* found = mustache::context<std::string>::get(name)) return found;
        if (name == "t") return shared_.get(name);
        if (name.rfind("t.", 0) == 0) return shared_.get("t")->get(name.substr(2));
        return nullptr;
    }
    Data const* get_partial(std::string const& name) const override { return shared_.get(name); }

  private:
    Data const& shared_;
};

}  // namespace

std::string_view portal_file(std::string_view path) {
    auto const found = files().find("src/portal/" + std::string(path));
    if (found == files().end()) throw std::logic_error("not embedded: src/portal/" + std::string(path));
    return found->second;
}

std::string render(std::string_view name, Data const& data, base::Language language) {
    Context context(data, common(language));
    auto& form = parsed(name);
    auto out = form.render(context);
    if (!form.is_valid()) throw std::logic_error(std::string(name) + ": " + form.error_message());
    return out;
}

}  // namespace kunyu::portal
