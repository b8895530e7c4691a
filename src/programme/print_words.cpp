#include "programme/print_words.hpp"

#include <array>

namespace kunyu::programme {

std::string PrintWords::operator()(std::string_view code, base::Params const& params) const {
    return base::Messages::instance().text("programme." + std::string(code), language_, params);
}

std::string PrintWords::name(Name const& name) const {
    return language_ == base::Language::en ? name.en.value_or(name.zh) : name.zh;
}

std::string PrintWords::unit(TaskContext const& context, OrganisationId id) const {
    auto const found = context.organisations.find(id);
    return found == context.organisations.end() ? std::string{} : name(found->second.name);
}

std::string PrintWords::sentence(LightReason const& reason) const {
    return base::Messages::instance().text(reason.code, language_, reason.params);
}

documents::LightMark PrintWords::light(Light light) const {
    constexpr std::array marks{documents::Light::grey, documents::Light::green, documents::Light::yellow,
                               documents::Light::red, documents::Light::blue};
    return {marks.at(static_cast<std::size_t>(light)), (*this)("light_" + std::string(to_string(light)))};
}

documents::Column column(PrintWords const& words, std::string const& key, documents::ColumnType type) {
    return {key, words("column_" + key), type, 0};
}

documents::Cell percent(std::optional<std::int64_t> const& hundredths) {
    return hundredths ? documents::Cell(static_cast<double>(*hundredths) / 100.0) : documents::Cell();
}

}  // namespace kunyu::programme
