#include "portal/station_rows.hpp"

#include "portal/observation_text.hpp"

#include <fmt/format.h>

#include <cmath>

namespace kunyu::portal {
namespace {

namespace json = boost::json;

/// In the words of its side: stations stand near the south pole too.
std::string degrees_text(Page const& page, std::string_view positive, std::string_view negative, double degrees) {
    return page.text(degrees < 0 ? negative : positive, {{"degrees", fmt::format("{:.7g}", std::abs(degrees))}});
}

}  // namespace

Data position_text(Page const& page, json::value const& position) {
    if (position.is_null()) return Data(false);
    auto out = degrees_text(page, "longitude_east", "longitude_west", position.at("longitude").to_number<double>()) +
               page.text("comma") +
               degrees_text(page, "latitude_north", "latitude_south", position.at("latitude").to_number<double>());
    if (auto const& elevation = position.at("elevation"); !elevation.is_null())
        out +=
            page.text("comma") + page.text("elevation", {{"metres", fmt::format("{}", elevation.to_number<double>())}});
    return Data(out);
}

Data station_rows(Page const& page, json::array const& stations) {
    Data list{Data::type::list};
    for (auto const& station : stations) {
        Data row{Data::type::object};
        row.set("id", std::to_string(station.at("id").to_number<std::int64_t>()));
        row.set("name", name_data(page, station));
        row.set("platform", to_view(station.at("platform"), page.language()));
        row.set("position", position_text(page, station.at("position")));
        row.set("number", std::to_string(station.at("streams").to_number<std::int64_t>()));
        row.set("sample", station.at("sample").as_bool());
        list.push_back(row);
    }
    return list;
}

}  // namespace kunyu::portal
