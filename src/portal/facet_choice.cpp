#include "portal/facet_choice.hpp"

namespace kunyu::portal {
namespace {

Data option(std::string const& value, std::string const& text, std::string const& count, bool selected) {
    Data out{Data::type::object};
    out.set("value", value);
    out.set("text", text);
    out.set("count", count);
    out.set("selected", selected);
    return out;
}

}  // namespace

Data facet_choice(Page const& page, std::string_view facet, boost::json::array const& values) {
    auto const chosen = page.parameter(facet);
    bool found = chosen.empty();
    Data options{Data::type::list};
    for (auto const& value : values) {
        std::string const id(value.at("value").as_string());
        found = found || id == chosen;
        options.push_back(option(id, name_text(value.at("name"), page.language()),
                                 std::to_string(value.at("count").to_number<std::int64_t>()), id == chosen));
    }
    if (!found) options.push_back(option(chosen, chosen, "0", true));
    Data out{Data::type::object};
    out.set("id", std::string(facet));
    out.set("label", page.text(facet));
    out.set("options", options);
    return out;
}

}  // namespace kunyu::portal
