#include "sensorthings/area.hpp"

#include <algorithm>
#include <limits>
#include <optional>
#include <vector>

namespace kunyu::sensorthings {
namespace {

namespace json = boost::json;

/// Grows around positions.
struct Rectangle {
    double west = std::numeric_limits<double>::infinity();
    double south = std::numeric_limits<double>::infinity();
    double east = -std::numeric_limits<double>::infinity();
    double north = -std::numeric_limits<double>::infinity();

    bool is_empty() const { return west > east; }

    void add(json::array const& position) {
        auto const x = position[0].to_number<double>(), y = position[1].to_number<double>();
        west = std::min(west, x);
        east = std::max(east, x);
        south = std::min(south, y);
        north = std::max(north, y);
    }

    json::value polygon() const {
        return json::object{{"type", "Polygon"},
                            {"coordinates",
                             {json::array{json::array{west, south}, json::array{east, south}, json::array{east, north},
                                          json::array{west, north}, json::array{west, south}}}}};
    }
};

bool is_position(json::array const& values) {
    return values.size() >= 2 && values[0].is_number() && values[1].is_number();
}

/// Everything in GeoJSON that is a position; the depth is that of JSON we take, 32.
void add_positions(json::value const& value, Rectangle& around) {
    if (auto const* values = value.if_array()) {
        if (is_position(*values)) return around.add(*values);
        for (auto const& one : *values) add_positions(one, around);
    } else if (auto const* object = value.if_object()) {
        for (auto const* member : {"coordinates", "geometry", "geometries", "features"})
            if (auto const* part = object->if_contains(member)) add_positions(*part, around);
    }
}

std::vector<json::value const*> places_of(Reading const& reading, observations::Stream const& stream) {
    std::vector<json::value const*> places;
    auto const add = [&](observations::FeatureId id) {
        auto const* feature = reading.view.find(id);
        if (!feature) return;
        bool const known = std::find(places.begin(), places.end(), &feature->feature) != places.end();
        if (!known) places.push_back(&feature->feature);
    };
    for (auto const& since : stream.features) add(since.feature);
    auto const until = reading.scope.observations_until(reading.view, stream, reading.now);
    for (auto const& named : stream.named_features)
        if (named.since < until) add(named.feature);
    return places;
}

}  // namespace

json::value observed_area(Reading const& reading, observations::Stream const& stream) {
    auto const places = places_of(reading, stream);
    Rectangle around;
    for (auto const* place : places) add_positions(*place, around);
    if (around.is_empty()) return nullptr;
    return places.size() == 1 ? *places.front() : around.polygon();
}

}  // namespace kunyu::sensorthings
