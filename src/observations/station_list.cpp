#include "observations/station_list.hpp"

#include "base/text.hpp"
#include "sql/cursor.hpp"

#include <algorithm>

namespace kunyu::observations {
namespace {

constexpr char const* list_name = "stations";

bool observes(View const& view, ReadScope const& scope, Thing const& thing, ObservedPropertyId property) {
    auto const streams = view.streams_of(thing.id);
    return std::any_of(streams.begin(), streams.end(), [&](StreamId id) {
        auto const& stream = *view.find(id);
        auto const& properties = stream.observed_properties;
        return std::find(properties.begin(), properties.end(), property) != properties.end() &&
               scope.sees(view, stream);
    });
}

bool fits(View const& view, ReadScope const& scope, StationFilter const& filter, std::string const& words,
          Thing const& thing) {
    if (!scope.sees(view, thing)) return false;
    if (filter.platform && thing.platform != filter.platform) return false;
    if (filter.platforms && !(thing.platform && filter.platforms->contains(*thing.platform))) return false;
    if (filter.among && !filter.among->contains(thing.id)) return false;
    if (!words.empty() && base::fold(thing.name).find(words) == std::string::npos) return false;
    return !filter.observed_property || observes(view, scope, thing, *filter.observed_property);
}

base::Result<ThingId> place_of(std::optional<std::string> const& cursor) {
    if (!cursor) return ThingId{};
    KUNYU_TRY(auto const keys, sql::decode_cursor(list_name, "i", *cursor));
    return ThingId{std::get<std::int64_t>(keys.at(0))};
}

}  // namespace

base::Result<StationPage> list_stations(View const& view, ReadScope const& scope, StationFilter const& filter,
                                        std::optional<std::string> const& cursor, std::size_t limit) {
    KUNYU_TRY(auto const last, place_of(cursor));
    auto const words = filter.words ? base::fold(*filter.words) : std::string{};
    StationPage page;
    auto const& things = view.things();
    for (auto it = things.lower_bound(ThingId{last.value + 1}); it != things.end(); ++it) {
        if (!fits(view, scope, filter, words, *it->second)) continue;
        if (page.items.size() == limit) {
            page.next = sql::encode_cursor(list_name, {sql::to_value(page.items.back()->id)});
            break;
        }
        page.items.push_back(it->second.get());
    }
    return page;
}

std::vector<Thing const*> all_stations(View const& view, ReadScope const& scope, StationFilter const& filter) {
    auto const words = filter.words ? base::fold(*filter.words) : std::string{};
    std::vector<Thing const*> found;
    for (auto const& [id, thing] : view.things())
        if (fits(view, scope, filter, words, *thing)) found.push_back(thing.get());
    return found;
}

}  // namespace kunyu::observations
