#include "observations/station_position.hpp"

#include "observations/entity_rules.hpp"

namespace kunyu::observations {

std::optional<Position> position_of(View const& view, Thing const& thing) {
    for (auto const id : thing.locations) {
        auto const* place = view.find(id);
        if (!place || !is_geojson(place->encoding_type)) continue;
        if (auto const position = position_in(place->location)) return position;
    }
    return std::nullopt;
}

}  // namespace kunyu::observations
