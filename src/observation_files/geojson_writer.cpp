#include "observation_files/geojson_writer.hpp"

#include "base/json.hpp"

#include <cmath>

namespace kunyu::observation_files {
namespace {

namespace json = boost::json;

json::value point(StationDescription const& station) {
    if (!station.longitude || !station.latitude) return nullptr;
    json::array coordinates{*station.longitude, *station.latitude};
    if (station.altitude) coordinates.emplace_back(*station.altitude);
    return json::object{{"type", "Point"}, {"coordinates", std::move(coordinates)}};
}

json::value text_or_null(std::string const& text) {
    return text.empty() ? json::value(nullptr) : json::value(text);
}

json::object series_json(SeriesDescription const& series, std::optional<SeriesRow> const& latest) {
    bool const has_value = latest && std::isfinite(latest->value);
    return {{"id", series.id},
            {"name", series.name},
            {"property", series.property},
            {"unit", text_or_null(series.unit)},
            {"symbol", text_or_null(series.symbol)},
            {"time", latest ? json::value(base::to_string(latest->time)) : json::value(nullptr)},
            {"value", has_value ? json::value(latest->value) : json::value(nullptr)},
            {"quality", latest ? json::value(latest->quality) : json::value(nullptr)}};
}

}  // namespace

json::object to_geojson(ExportDescription const& description, LatestRows const& latest) {
    std::vector<json::array> series_of(description.stations.size());
    for (std::size_t i = 0; i < description.series.size(); ++i)
        series_of[description.series[i].station].push_back(series_json(description.series[i], latest[i]));
    json::array features;
    for (std::size_t i = 0; i < description.stations.size(); ++i) {
        auto const& station = description.stations[i];
        features.push_back(
            json::object{{"type", "Feature"},
                         {"id", station.id},
                         {"geometry", point(station)},
                         {"properties", json::object{{"name", station.name}, {"series", std::move(series_of[i])}}}});
    }
    return {{"type", "FeatureCollection"},
            {"title", description.title},
            {"license", text_or_null(description.licence)},
            {"comment", text_or_null(description.comment)},
            {"created_at", base::to_string(description.created_at)},
            {"features", std::move(features)}};
}

}  // namespace kunyu::observation_files
