#include "observations/geojson.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <functional>
#include <string_view>

namespace kunyu::observations {
namespace {

namespace json = boost::json;
using Fault = std::optional<base::FieldError>;

constexpr int deepest_collection = 4;

Fault fault(std::string path, char const* code, base::Params params = {}) {
    return base::FieldError{std::move(path), code, std::move(params)};
}

std::string item(std::string const& path, std::size_t index) {
    return path + "/" + std::to_string(index);
}

Fault in_each(json::value const& list, std::string const& path, std::size_t least,
              std::function<Fault(json::value const&, std::string const&)> const& look) {
    if (!list.is_array() || list.get_array().size() < least) return fault(path, "observations.geojson_coordinates");
    std::size_t index = 0;
    for (auto const& one : list.get_array())
        if (auto found = look(one, item(path, index++))) return found;
    return std::nullopt;
}

Fault in_position(json::value const& value, std::string const& path) {
    if (!value.is_array() || value.get_array().size() < 2 || value.get_array().size() > 4)
        return fault(path, "observations.geojson_coordinates");
    for (auto const& number : value.get_array())
        if (!number.is_number() || !std::isfinite(number.to_number<double>()))
            return fault(path, "observations.geojson_coordinates");
    auto const longitude = value.get_array()[0].to_number<double>();
    auto const latitude = value.get_array()[1].to_number<double>();
    if (std::abs(longitude) > 180 || std::abs(latitude) > 90)
        return fault(path, "observations.position_out_of_bounds",
                     {{"longitude", fmt::format("{}", longitude)}, {"latitude", fmt::format("{}", latitude)}});
    return std::nullopt;
}

Fault in_positions(json::value const& value, std::string const& path) {
    return in_each(value, path, 0, in_position);
}

Fault in_line(json::value const& value, std::string const& path) {
    return in_each(value, path, 2, in_position);
}

Fault in_ring(json::value const& value, std::string const& path) {
    if (auto found = in_each(value, path, 4, in_position)) return found;
    auto const& ring = value.get_array();
    if (ring.front() != ring.back()) return fault(path, "observations.ring_not_closed");
    return std::nullopt;
}

Fault in_lines(json::value const& value, std::string const& path) {
    return in_each(value, path, 0, in_line);
}

Fault in_polygon(json::value const& value, std::string const& path) {
    return in_each(value, path, 1, in_ring);
}

Fault in_polygons(json::value const& value, std::string const& path) {
    return in_each(value, path, 0, in_polygon);
}

struct Geometry {
    std::string_view type;
    Fault (*look)(json::value const&, std::string const&);
};
constexpr std::array<Geometry, 6> geometries{{{"Point", in_position},
                                              {"MultiPoint", in_positions},
                                              {"LineString", in_line},
                                              {"MultiLineString", in_lines},
                                              {"Polygon", in_polygon},
                                              {"MultiPolygon", in_polygons}}};

json::value const& member(json::object const& object, std::string_view key) {
    static json::value const nothing;
    auto const* found = object.if_contains(key);
    return found ? *found : nothing;
}

Fault in_object(json::value const& value, std::string const& path, int depth);

Fault in_members(json::object const& object, std::string const& path, char const* key, int depth) {
    return in_each(member(object, key), path + "/" + key, 0,
                   [depth](json::value const& one, std::string const& at) { return in_object(one, at, depth + 1); });
}

Fault in_object(json::value const& value, std::string const& path, int depth) {
    if (depth > deepest_collection) return fault(path, "observations.geojson_too_deep");
    if (!value.is_object()) return fault(path, "observations.not_geojson");
    auto const& object = value.get_object();
    auto const& type = member(object, "type");
    if (!type.is_string()) return fault(path + "/type", "observations.not_geojson");
    std::string_view const name = type.get_string();
    for (auto const& geometry : geometries)
        if (geometry.type == name) return geometry.look(member(object, "coordinates"), path + "/coordinates");
    if (name == "GeometryCollection") return in_members(object, path, "geometries", depth);
    if (name == "FeatureCollection") return in_members(object, path, "features", depth);
    if (name != "Feature") return fault(path + "/type", "observations.geojson_type", {{"type", base::clip(name, 40)}});
    auto const& geometry = member(object, "geometry");
    return geometry.is_null() && object.contains("geometry") ? std::nullopt
                                                             : in_object(geometry, path + "/geometry", depth + 1);
}

}  // namespace

std::optional<base::FieldError> fault_in_geojson(boost::json::value const& value, std::string const& path) {
    return in_object(value, path, 0);
}

}  // namespace kunyu::observations
