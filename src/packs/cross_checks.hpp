#pragma once
#include "packs/files.hpp"

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>

namespace kunyu::packs {

using Ids = std::set<std::string, std::less<>>;

/// What may be referred to, and the name of the file each kind came from. Points into the pack; lives for one check.
struct Known {
    explicit Known(Pack const& pack);
    std::string file(std::string_view kind) const;

    Pack const& pack;
    Ids organisations, levels, categories, fields, states, events, requirements, conditions, provinces, platforms;
    std::map<std::string, PackCategory const*, std::less<>> category;
    std::map<std::string, PackLifecycle const*, std::less<>> lifecycle;
    /// Fields by the category whose table holds them.
    std::map<std::string, Ids, std::less<>> fields_of;
};

void check_organisations(Known const& known, Faults& faults);
void check_categories(Known const& known, Faults& faults);
void check_steps(Known const& known, Faults& faults);
void check_platforms(Known const& known, Faults& faults);
void check_plan(Known const& known, Faults& faults);
void check_small_files(Known const& known, Faults& faults);
void check_regulations(Known const& known, Faults& faults);

/// Notes packs.repeated at `place(index)` for each id that stood before.
template <typename Items, typename Id, typename Place>
void check_unique(std::string_view file, Items const& items, Id id, Place place, Faults& faults) {
    Ids seen;
    for (std::size_t i = 0; i < items.size(); ++i)
        if (!seen.insert(id(items[i])).second) faults.add(file, place(i), "packs.repeated", id(items[i]));
}

/// Notes `code` at "<place>/<index>" for each id that is not known.
template <typename List>
void check_known(std::string_view file, std::string_view place, List const& ids, Ids const& known,
                 std::string const& code, Faults& faults) {
    std::size_t index = 0;
    for (auto const& id : ids) {
        if (!known.contains(id)) faults.add(file, std::string(place) + "/" + std::to_string(index), code, id);
        ++index;
    }
}

}  // namespace kunyu::packs
