#include "registry/category_pack.hpp"

#include <algorithm>
#include <type_traits>
#include <variant>

namespace kunyu::registry {
namespace {

Name name_of(packs::PackName const& name) {
    return {name.zh, name.en};
}
Origin origin_of(packs::PackOrigin const& origin) {
    return {origin.basis, origin.source};
}
Term term_of(packs::PackTerm const& term) {
    return {term.id, name_of(term.name)};
}

template <typename Out, typename In, typename F>
std::vector<Out> map_all(std::vector<In> const& items, F map) {
    std::vector<Out> out;
    std::transform(items.begin(), items.end(), std::back_inserter(out), map);
    return out;
}

std::vector<State> states_of(std::vector<std::string> const& names) {
    return map_all<State>(names, [](std::string const& name) { return parse_state(name).value(); });
}

Step step_of(packs::PackStep const& step) {
    return {parse_event_type(step.event).value(),
            states_of(step.from),
            states_of(step.to),
            step.requires_,
            step.conditions,
            step.within_months,
            origin_of(step.origin)};
}

Period period_of(packs::PackPeriod const& term) {
    return {term.id, name_of(term.name), term.value, term.unit, origin_of(term.origin), term.note};
}

Category category_of(packs::Pack const& pack, packs::PackCategory const& source) {
    Category category{source.id,
                      source.level,
                      source.order,
                      name_of(source.name),
                      states_of(source.counts),
                      states_of(source.reserves),
                      origin_of(source.counting_origin),
                      source.counting_note,
                      origin_of(source.origin),
                      {},
                      {}};
    for (auto const& lifecycle : pack.lifecycles) {
        if (lifecycle.category != source.id) continue;
        category.periods = map_all<Period>(lifecycle.terms, period_of);
        category.steps = map_all<Step>(lifecycle.steps, step_of);
    }
    return category;
}

QuotaTable table_of(packs::PackTable const& source) {
    QuotaTable table{source.number, source.category, source.total, origin_of(source.origin), {}};
    for (auto const& field : source.fields)
        table.fields.push_back(
            {field.id, name_of(field.name), field.quota, field.open_list, map_all<Term>(field.directions, term_of)});
    return table;
}

std::string setting_text(packs::PackSetting const& setting) {
    return std::visit(
        [](auto const& value) -> std::string {
            using T = std::decay_t<decltype(value)>;
            if constexpr (std::is_same_v<T, std::string>) {
                return value;
            } else if constexpr (std::is_same_v<T, bool>) {
                return value ? "true" : "false";
            } else {
                return std::to_string(value);
            }
        },
        setting.value);
}

void take_layout(packs::Pack const& pack, Catalogue& catalogue) {
    catalogue.target_by = catalogue.valid_from;
    if (!pack.layout) return;
    catalogue.ceiling = pack.layout->ceiling;
    catalogue.target_by = pack.layout->target_by;
    catalogue.tables = map_all<QuotaTable>(pack.layout->tables, table_of);
}

void take_baseline(packs::Pack const& pack, Catalogue& catalogue) {
    if (!pack.baseline) return;
    catalogue.baseline_as_of = pack.baseline->as_of;
    catalogue.baseline_origin = origin_of(pack.baseline->origin);
    for (auto const& count : pack.baseline->counts)
        catalogue.baseline.push_back(
            {count.category, count.state ? parse_state(*count.state) : std::nullopt, count.count});
}

}  // namespace

Catalogue catalogue_of(packs::Pack const& pack) {
    Catalogue catalogue;
    catalogue.id = pack.id;
    catalogue.name = name_of(pack.name);
    catalogue.number = pack.origin.source;
    catalogue.valid_from = pack.validity.from.value_or(pack.issued);
    catalogue.valid_to = pack.validity.to;
    catalogue.origin = origin_of(pack.origin);
    for (auto const& level : pack.levels) catalogue.levels.push_back({level.id, name_of(level.name), level.counted});
    for (auto const& category : pack.categories) catalogue.categories.push_back(category_of(pack, category));
    take_layout(pack, catalogue);
    take_baseline(pack, catalogue);
    for (auto const& setting : pack.settings) catalogue.settings.emplace(setting.id, setting_text(setting));
    catalogue.states = map_all<Term>(pack.states, term_of);
    catalogue.events = map_all<Term>(pack.events, term_of);
    catalogue.requirements = map_all<Term>(pack.requirements, term_of);
    catalogue.conditions = map_all<Term>(pack.conditions, term_of);
    for (auto const& region : pack.regions) catalogue.regions.push_back({region.id, name_of(region.name)});
    for (auto const& province : pack.provinces)
        catalogue.provinces.push_back(
            {province.code, name_of(province.name), province.short_name, province.region, province.order});
    return catalogue;
}

}  // namespace kunyu::registry
