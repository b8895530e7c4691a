#include "packs/cross_checks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace kunyu::packs {
namespace {

template <typename Items, typename Id>
Ids ids_of(Items const& items, Id id) {
    Ids ids;
    for (auto const& item : items) ids.insert(id(item));
    return ids;
}

constexpr auto by_id = [](auto const& item) { return item.id; };

auto place_of(std::string list, std::string member) {
    return [list = std::move(list), member = std::move(member)](std::size_t index) {
        return pointer(list, index, member);
    };
}

/// No organisation is above itself.
void check_no_cycle(Known const& known, std::string const& file, Faults& faults) {
    std::map<std::string, std::string, std::less<>> parent;
    for (auto const& organisation : known.pack.organisations)
        if (organisation.parent) parent[organisation.id] = *organisation.parent;
    for (std::size_t i = 0; i < known.pack.organisations.size(); ++i) {
        auto const& start = known.pack.organisations[i].id;
        auto above = parent.find(start);
        for (std::size_t steps = 0; above != parent.end() && steps <= parent.size(); ++steps) {
            if (above->second == start) {
                faults.add(file, pointer("/organisations", i, "parent"), "packs.above_itself", start);
                break;
            }
            above = parent.find(above->second);
        }
    }
}

/// One name, one body: what look-ups by name rely on.
void check_names(Known const& known, std::string const& file, Faults& faults) {
    std::map<std::string, std::string, std::less<>> owner;
    auto const claim = [&](std::string const& name, std::string const& id, std::string const& place) {
        auto const [found, fresh] = owner.emplace(name, id);
        if (!fresh && found->second != id)
            faults.add(file, place, "packs.name_of_another", name, {{"other", found->second}});
    };
    for (std::size_t i = 0; i < known.pack.organisations.size(); ++i) {
        auto const& organisation = known.pack.organisations[i];
        claim(organisation.name.zh, organisation.id, pointer("/organisations", i, "name/zh"));
        if (organisation.short_name)
            claim(*organisation.short_name, organisation.id, pointer("/organisations", i, "short"));
        for (std::size_t a = 0; a < organisation.aliases.size(); ++a)
            claim(organisation.aliases[a].name, organisation.id,
                  pointer("/organisations", i, fmt::format("aliases/{}/name", a)));
    }
}

void check_table(Known const& known, PackTable const& table, std::string const& place, std::string const& file,
                 Faults& faults) {
    if (!known.categories.contains(table.category))
        faults.add(file, place + "/category", "packs.unknown_category", table.category);
    auto const sum = std::accumulate(table.fields.begin(), table.fields.end(), std::int64_t{0},
                                     [](std::int64_t total, PackField const& field) { return total + field.quota; });
    if (sum != table.total)
        faults.add(file, place + "/total", "packs.wrong_sum", std::to_string(table.total),
                   {{"sum", std::to_string(sum)}});
    for (std::size_t i = 0; i < table.fields.size(); ++i)
        check_unique(
            file, table.fields[i].directions, [](PackTerm const& term) { return term.name.zh; },
            place_of(fmt::format("{}/fields/{}/directions", place, i), "name/zh"), faults);
}

void check_layout(Known const& known, std::string const& file, Faults& faults) {
    if (!known.pack.layout) return;
    auto const& layout = *known.pack.layout;
    Ids fields;
    Ids directions;
    Ids categories;
    std::int64_t total = 0;
    for (std::size_t t = 0; t < layout.tables.size(); ++t) {
        auto const place = fmt::format("/layout/tables/{}", t);
        check_table(known, layout.tables[t], place, file, faults);
        total += layout.tables[t].total;
        if (!categories.insert(layout.tables[t].category).second)
            faults.add(file, place + "/category", "packs.repeated", layout.tables[t].category);
        for (std::size_t f = 0; f < layout.tables[t].fields.size(); ++f) {
            auto const& field = layout.tables[t].fields[f];
            auto const at = fmt::format("{}/fields/{}", place, f);
            if (!fields.insert(field.id).second) faults.add(file, at + "/id", "packs.repeated", field.id);
            for (std::size_t d = 0; d < field.directions.size(); ++d)
                if (!directions.insert(field.directions[d].id).second)
                    faults.add(file, fmt::format("{}/directions/{}/id", at, d), "packs.repeated",
                               field.directions[d].id);
        }
    }
    if (total != layout.ceiling)
        faults.add(file, "/layout/ceiling", "packs.wrong_sum", std::to_string(layout.ceiling),
                   {{"sum", std::to_string(total)}});
}

void check_counting(Known const& known, std::string const& file, Faults& faults) {
    for (std::size_t i = 0; i < known.pack.categories.size(); ++i) {
        auto const& category = known.pack.categories[i];
        if (!known.levels.contains(category.level))
            faults.add(file, pointer("/categories", i, "level"), "packs.unknown_level", category.level);
        check_known(file, pointer("/categories", i, "counting/counts"), category.counts, known.states,
                    "packs.unknown_state", faults);
        check_known(file, pointer("/categories", i, "counting/reserves"), category.reserves, known.states,
                    "packs.unknown_state", faults);
        for (auto const& state : category.reserves)
            if (std::find(category.counts.begin(), category.counts.end(), state) != category.counts.end())
                faults.add(file, pointer("/categories", i, "counting/reserves"), "packs.counted_and_reserved", state);
    }
}

void check_step(Known const& known, PackStep const& step, std::string const& place, std::string const& file,
                Faults& faults) {
    if (!known.events.contains(step.event)) faults.add(file, place + "/event", "packs.unknown_event", step.event);
    for (std::size_t i = 0; i < step.from.size(); ++i)
        if (step.from[i] != "none" && !known.states.contains(step.from[i]))
            faults.add(file, fmt::format("{}/from/{}", place, i), "packs.unknown_state", step.from[i]);
    check_known(file, place + "/to", step.to, known.states, "packs.unknown_state", faults);
    check_known(file, place + "/requires", step.requires_, known.requirements, "packs.unknown_requirement", faults);
    check_known(file, place + "/conditions", step.conditions, known.conditions, "packs.unknown_condition", faults);
    if (step.to.empty() && step.from == std::vector<std::string>{"none"})
        faults.add(file, place + "/to", "packs.begins_nowhere", step.event);
}

/// From one state an event leads one way only.
void check_unambiguous(PackLifecycle const& lifecycle, std::string const& place, std::string const& file,
                       Faults& faults) {
    std::set<std::pair<std::string, std::string>> ways;
    for (std::size_t i = 0; i < lifecycle.steps.size(); ++i)
        for (auto const& from : lifecycle.steps[i].from)
            if (!ways.emplace(lifecycle.steps[i].event, from).second)
                faults.add(file, fmt::format("{}/steps/{}/from", place, i), "packs.two_ways", from);
}

}  // namespace

Known::Known(Pack const& known_pack) : pack(known_pack) {
    organisations = ids_of(pack.organisations, by_id);
    levels = ids_of(pack.levels, by_id);
    categories = ids_of(pack.categories, by_id);
    states = ids_of(pack.states, by_id);
    events = ids_of(pack.events, by_id);
    requirements = ids_of(pack.requirements, by_id);
    conditions = ids_of(pack.conditions, by_id);
    platforms = ids_of(pack.platforms, by_id);
    provinces = ids_of(pack.provinces, [](PackProvince const& province) { return province.code; });
    for (auto const& one : pack.categories) category.emplace(one.id, &one);
    for (auto const& one : pack.lifecycles) lifecycle.emplace(one.category, &one);
    if (!pack.layout) return;
    for (auto const& table : pack.layout->tables) {
        fields_of[table.category] = ids_of(table.fields, by_id);
        fields.insert(fields_of[table.category].begin(), fields_of[table.category].end());
    }
}

std::string Known::file(std::string_view kind) const {
    auto const found =
        std::find_if(pack.files.begin(), pack.files.end(), [&](PackFile const& one) { return one.kind == kind; });
    return found == pack.files.end() ? std::string(kind) : found->path;
}

void check_organisations(Known const& known, Faults& faults) {
    auto const file = known.file("organisations");
    auto const& list = known.pack.organisations;
    check_unique(file, list, by_id, place_of("/organisations", "id"), faults);
    for (std::size_t i = 0; i < list.size(); ++i) {
        if (list[i].parent && !known.organisations.contains(*list[i].parent))
            faults.add(file, pointer("/organisations", i, "parent"), "packs.unknown_organisation", *list[i].parent);
        if (list[i].province && !known.provinces.contains(*list[i].province))
            faults.add(file, pointer("/organisations", i, "province"), "packs.unknown_province", *list[i].province);
        if (list[i].members)
            check_known(file, pointer("/organisations", i, "members"), *list[i].members, known.organisations,
                        "packs.unknown_organisation", faults);
    }
    for (std::size_t i = 0; i < known.pack.successions.size(); ++i) {
        auto const& succession = known.pack.successions[i];
        for (auto const& [member, id] : {std::pair{"from", succession.from}, std::pair{"to", succession.to}})
            if (!known.organisations.contains(id))
                faults.add(file, pointer("/successions", i, member), "packs.unknown_organisation", id);
        if (succession.from == succession.to)
            faults.add(file, pointer("/successions", i, "to"), "packs.above_itself", succession.to);
    }
    check_no_cycle(known, file, faults);
    check_names(known, file, faults);
}

void check_categories(Known const& known, Faults& faults) {
    auto const file = known.file("categories");
    check_unique(file, known.pack.levels, by_id, place_of("/levels", "id"), faults);
    check_unique(file, known.pack.categories, by_id, place_of("/categories", "id"), faults);
    check_unique(file, known.pack.settings, by_id, place_of("/rules", "id"), faults);
    check_counting(known, file, faults);
    check_layout(known, file, faults);
    if (!known.pack.baseline) return;
    for (std::size_t i = 0; i < known.pack.baseline->counts.size(); ++i) {
        auto const& count = known.pack.baseline->counts[i];
        if (!known.categories.contains(count.category))
            faults.add(file, pointer("/baseline/counts", i, "category"), "packs.unknown_category", count.category);
        if (count.state && !known.states.contains(*count.state))
            faults.add(file, pointer("/baseline/counts", i, "state"), "packs.unknown_state", *count.state);
    }
}

void check_steps(Known const& known, Faults& faults) {
    auto const file = known.file("steps");
    check_unique(file, known.pack.states, by_id, place_of("/states", "id"), faults);
    check_unique(file, known.pack.events, by_id, place_of("/events", "id"), faults);
    check_unique(file, known.pack.requirements, by_id, place_of("/requirements", "id"), faults);
    check_unique(file, known.pack.conditions, by_id, place_of("/conditions", "id"), faults);
    check_unique(
        file, known.pack.lifecycles, [](PackLifecycle const& one) { return one.category; },
        place_of("/categories", "category"), faults);
    for (std::size_t c = 0; c < known.pack.lifecycles.size(); ++c) {
        auto const& lifecycle = known.pack.lifecycles[c];
        auto const place = fmt::format("/categories/{}", c);
        if (!known.categories.contains(lifecycle.category))
            faults.add(file, place + "/category", "packs.unknown_category", lifecycle.category);
        for (std::size_t s = 0; s < lifecycle.steps.size(); ++s)
            check_step(known, lifecycle.steps[s], fmt::format("{}/steps/{}", place, s), file, faults);
        check_unambiguous(lifecycle, place, file, faults);
    }
    for (auto const& category : known.categories)
        if (!known.lifecycle.contains(category))
            faults.add(file, "/categories", "packs.category_without_steps", category);
}

/// What tasks ask for names tasks of the plan.
void check_regulations(Known const& known, Faults& faults) {
    auto const file = known.file("regulations");
    check_unique(file, known.pack.regulations, by_id, place_of("/regulations", "id"), faults);
    auto const count = known.pack.plan ? static_cast<std::int64_t>(known.pack.plan->tasks.size()) : 0;
    for (std::size_t i = 0; i < known.pack.regulations.size(); ++i)
        for (auto const task : known.pack.regulations[i].tasks)
            if (task > count)
                faults.add(file, pointer("/regulations", i, "tasks"), "packs.unknown_task", std::to_string(task));
}

void check_small_files(Known const& known, Faults& faults) {
    auto const provinces = known.file("provinces");
    check_unique(
        provinces, known.pack.provinces, [](PackProvince const& one) { return one.code; },
        place_of("/provinces", "code"), faults);
    check_unique(provinces, known.pack.regions, by_id, place_of("/regions", "id"), faults);
    auto const regions = ids_of(known.pack.regions, by_id);
    for (std::size_t i = 0; i < known.pack.provinces.size(); ++i)
        if (!regions.contains(known.pack.provinces[i].region))
            faults.add(provinces, pointer("/provinces", i, "region"), "packs.unknown_region",
                       known.pack.provinces[i].region);
    check_unique(known.file("rules"), known.pack.rules, by_id, place_of("/rules", "id"), faults);
    auto const notices = known.file("notices");
    check_unique(notices, known.pack.notices, by_id, place_of("/notices", "id"), faults);
    for (std::size_t i = 0; i < known.pack.notices.size(); ++i)
        if (auto const& issuer = known.pack.notices[i].issuer; issuer && !known.organisations.contains(*issuer))
            faults.add(notices, pointer("/notices", i, "issuer"), "packs.unknown_organisation", *issuer);
    check_regulations(known, faults);
    if (known.pack.issuer && !known.organisations.contains(*known.pack.issuer))
        faults.add("pack.json", "/issuer", "packs.unknown_organisation", *known.pack.issuer);
}

void cross_check(Pack const& pack, Faults& faults) {
    Known const known(pack);
    check_organisations(known, faults);
    check_categories(known, faults);
    check_steps(known, faults);
    check_platforms(known, faults);
    check_plan(known, faults);
    check_small_files(known, faults);
}

}  // namespace kunyu::packs
