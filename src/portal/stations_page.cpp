#include "http/target.hpp"
#include "portal/facet_choice.hpp"
#include "portal/observation_text.hpp"
#include "portal/pages.hpp"
#include "portal/point_map.hpp"
#include "portal/station_rows.hpp"
#include "portal/templates.hpp"

#include <array>
#include <cmath>
#include <map>
#include <utility>

namespace kunyu::portal {
namespace {

namespace json = boost::json;

constexpr std::array<std::string_view, 4> facets = {"platform", "network", "observed_property", "province"};
/// What narrows the list and its facets alike.
constexpr std::array<std::string_view, 5> filters = {"q", "platform", "network", "observed_property", "province"};

http::Fields chosen_filters(Page const& page) {
    http::Fields fields;
    for (auto const name : filters)
        if (auto const value = page.parameter(name); !value.empty()) fields.emplace_back(name, value);
    return fields;
}

Data selects(Page const& page, json::value const& found) {
    Data list{Data::type::list};
    for (auto const facet : facets) {
        auto choice = facet_choice(page, facet, found.at("facets").at(facet).as_array());
        if (facet == "province") choice.set("label", page.text("platform_province"));
        list.push_back(choice);
    }
    return list;
}

/// Stations that the drawing could not tell apart are one point, named by the first.
std::vector<MapPoint> map_points(Page const& page, json::array const& points, std::int64_t& beyond) {
    std::map<std::pair<long, long>, MapPoint> places;
    for (auto const& point : points) {
        auto const longitude = point.at("longitude").to_number<double>();
        auto const latitude = point.at("latitude").to_number<double>();
        if (!MapFrame().holds(longitude, latitude)) {
            ++beyond;
            continue;
        }
        auto& place = places[{std::lround(longitude * 10), std::lround(latitude * 10)}];
        if (place.count++ == 0) {
            place.longitude = longitude;
            place.latitude = latitude;
            place.label = string_in(point, "name");
        }
    }
    std::vector<MapPoint> out;
    for (auto& [where, place] : places) {
        if (place.count > 1)
            place.label = page.text("and_others", {{"name", place.label}, {"count", std::to_string(place.count)}});
        out.push_back(std::move(place));
    }
    return out;
}

/// The map, and how many stations it cannot show.
void add_map(Page const& page, json::value const& found, Data& data) {
    auto const& points = found.at("points").as_array();
    std::int64_t beyond = 0;
    auto const drawn = map_points(page, points, beyond);
    auto const total = found.at("total").to_number<std::int64_t>();
    auto const shown = static_cast<std::int64_t>(points.size()) - beyond;
    data.set("has_map", shown > 0);
    data.set("map", draw_point_map(drawn, page.text("stations_map_label", {{"count", std::to_string(shown)}})));
    data.set("without_text",
             shown == total ? Data(false)
                            : Data(page.text("stations_without_point", {{"count", std::to_string(total - shown)}})));
}

std::string found_text(Page const& page, json::value const& found) {
    return page.text("stations_found", {{"count", std::to_string(found.at("total").to_number<std::int64_t>())},
                                        {"streams", std::to_string(found.at("streams").to_number<std::int64_t>())}});
}

}  // namespace

Data station_samples_text(Page const& page, json::value const& found) {
    auto const samples = found.at("samples").to_number<std::int64_t>();
    return samples == 0 ? Data(false) : Data(page.text("stations_samples", {{"count", std::to_string(samples)}}));
}

base::Result<Content> stations_page(Page const& page) {
    auto const chosen = chosen_filters(page);
    KUNYU_TRY(auto const found, page.api.get(page.request, "/api/v1/stations/facets", chosen));
    auto query = chosen;
    query.emplace_back("cursor", page.parameter("cursor"));
    KUNYU_TRY(auto const answer, page.api.get(page.request, "/api/v1/stations", query));
    auto const& items = answer.at("items").as_array();
    auto const& next = answer.at("next");
    auto data = page_data(page);
    data.set("q", page.parameter("q"));
    data.set("selects", selects(page, found));
    data.set("found_text", found_text(page, found));
    data.set("samples_text", station_samples_text(page, found));
    add_map(page, found, data);
    data.set("items", station_rows(page, items));
    data.set("has_items", !items.empty());
    data.set("next_href",
             next.is_null() ? Data(false) : Data(page.with_query({{"cursor", std::string(next.as_string())}})));
    data.set("first_href", page.parameter("cursor").empty() ? Data(false) : Data(page.with_query({{"cursor", ""}})));
    Content content;
    content.title = page.text("stations");
    content.description = page.text("stations_description");
    content.body = render("stations", data, page.language());
    return content;
}

base::Result<json::array> all_stations(Page const& page) {
    constexpr std::size_t most = 5000;
    json::array all;
    std::string cursor;
    do {
        KUNYU_TRY(auto answer, page.api.get(page.request, "/api/v1/stations", {{"limit", "500"}, {"cursor", cursor}}));
        for (auto& item : answer.at("items").as_array()) all.push_back(std::move(item));
        cursor = answer.at("next").is_null() ? "" : std::string(answer.at("next").as_string());
    } while (!cursor.empty() && all.size() < most);
    return all;
}

}  // namespace kunyu::portal
