#include "portal/pages.hpp"
#include "portal/point_map.hpp"
#include "portal/templates.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace kunyu::portal {
namespace {

namespace json = boost::json;

/// The platforms of one place: those with the same coordinates, which are mostly the middle of a city.
struct PlaceGroup {
    std::string city;
    double longitude = 0;
    double latitude = 0;
    std::vector<json::value const*> features;
};

/// By city and coordinates; the largest first. Counts what has no coordinates.
std::vector<PlaceGroup> group(json::array const& features, std::size_t& without) {
    std::map<std::pair<double, double>, PlaceGroup> by_point;
    for (auto const& feature : features) {
        if (feature.at("geometry").is_null()) {
            ++without;
            continue;
        }
        auto const& coordinates = feature.at("geometry").at("coordinates").as_array();
        std::pair const point{coordinates.at(0).to_number<double>(), coordinates.at(1).to_number<double>()};
        auto& place = by_point[point];
        place.longitude = point.first;
        place.latitude = point.second;
        auto const& city = feature.at("properties").at("city");
        if (place.city.empty() && city.is_string()) place.city = std::string(city.as_string());
        place.features.push_back(&feature);
    }
    std::vector<PlaceGroup> places;
    for (auto& entry : by_point) places.push_back(std::move(entry.second));
    std::stable_sort(places.begin(), places.end(),
                     [](auto const& a, auto const& b) { return a.features.size() > b.features.size(); });
    return places;
}

Data place_data(Page const& page, PlaceGroup const& place) {
    Data items{Data::type::list};
    for (auto const* feature : place.features) items.push_back(to_view(feature->at("properties"), page.language()));
    Data out{Data::type::object};
    out.set("city", place.city.empty() ? page.text("unknown") : place.city);
    out.set("longitude", fmt::format("{:.2f}", place.longitude));
    out.set("latitude", fmt::format("{:.2f}", place.latitude));
    out.set("count", std::to_string(place.features.size()));
    out.set("items", items);
    return out;
}

}  // namespace

base::Result<Content> map_page(Page const& page) {
    KUNYU_TRY(auto const answer,
              page.api.get(page.request, "/api/v1/platforms.geojson", {{"as_of", page.parameter("as_of")}}));
    std::size_t without = 0;
    auto const places = group(answer.at("features").as_array(), without);
    std::vector<MapPoint> points;
    Data list{Data::type::list};
    for (auto const& place : places) {
        auto const count = place.features.size();
        points.push_back(
            {place.longitude, place.latitude, place.city + " " + std::to_string(count), static_cast<int>(count)});
        list.push_back(place_data(page, place));
    }
    auto data = page_data(page);
    data.set("map", draw_point_map(points, page.text("map_label", {{"count", std::to_string(points.size())}})));
    data.set("places", list);
    data.set("without_text",
             without == 0 ? Data(false) : Data(page.text("map_without_point", {{"count", std::to_string(without)}})));
    Content content;
    content.title = page.text("map");
    content.description = page.text("map_description");
    content.body = render("map", data, page.language());
    return content;
}

}  // namespace kunyu::portal
