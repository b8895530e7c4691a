#pragma once
#include "base/result.hpp"
#include "observations/access.hpp"
#include "observations/catalogue.hpp"

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace kunyu::observations {

/// Which stations to list; what is absent does not narrow.
struct StationFilter {
    std::optional<std::string> words = {};  ///< part of the name, whatever its case and width
    std::optional<std::int64_t> platform = {};
    std::optional<ObservedPropertyId> observed_property = {};  ///< some visible stream observes it
    std::optional<std::set<ThingId>> among = {};               ///< the members of a network
    std::optional<std::set<std::int64_t>> platforms = {};      ///< those of a province
};

struct StationPage {
    std::vector<Thing const*> items;  ///< live as long as the view
    std::optional<std::string> next;
};

/// The stations that the scope sees, in the order of their numbers. Refuses a bad cursor (base.bad_cursor).
base::Result<StationPage> list_stations(View const& view, ReadScope const& scope, StationFilter const& filter,
                                        std::optional<std::string> const& cursor, std::size_t limit);

/// All of them, in the same order.
std::vector<Thing const*> all_stations(View const& view, ReadScope const& scope, StationFilter const& filter);

}  // namespace kunyu::observations
