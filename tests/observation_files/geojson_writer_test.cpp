#include "observation_files/geojson_writer.hpp"

#include "base/json.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace kunyu::observation_files {
namespace {

TEST(Geojson, HoldsStationsWithTheirLatestValues) {
    ExportDescription description;
    description.title = "t";
    description.licence = "CC-BY-4.0";
    description.created_at = *base::parse_instant("2026-01-02T03:04:05Z");
    description.stations = {{"1", "甲", 110.3, 25.2, 153.0}, {"2", "乙", {}, 25.0, {}}};
    description.series = {{"a", "Level", "level", "", "m", "", 0},
                          {"b", "Rain", "rain", "", "", "", 1},
                          {"c", "Tilt", "tilt", "", "deg", "°", 0}};
    auto const time = *base::parse_instant("2026-01-01T00:00:00Z");
    EXPECT_EQ(
        boost::json::value(to_geojson(description, {SeriesRow{time, 1.5, 1}, {}, SeriesRow{time, std::nan(""), 9}})),
        base::parse_json(R"({
      "type": "FeatureCollection", "title": "t", "license": "CC-BY-4.0", "comment": null,
      "created_at": "2026-01-02T03:04:05.000000Z", "features": [
        {"type": "Feature", "id": "1", "geometry": {"type": "Point", "coordinates": [110.3, 25.2, 153.0]},
         "properties": {"name": "甲", "series": [
           {"id": "a", "name": "Level", "property": "level", "unit": "m", "symbol": null,
            "time": "2026-01-01T00:00:00.000000Z", "value": 1.5, "quality": 1},
           {"id": "c", "name": "Tilt", "property": "tilt", "unit": "deg", "symbol": "°",
            "time": "2026-01-01T00:00:00.000000Z", "value": null, "quality": 9}]}},
        {"type": "Feature", "id": "2", "geometry": null, "properties": {"name": "乙", "series": [
           {"id": "b", "name": "Rain", "property": "rain", "unit": null, "symbol": null, "time": null, "value": null,
            "quality": null}]}}]})")
            .value());
}

}  // namespace
}  // namespace kunyu::observation_files
