#include "sensorthings/geo_functions.hpp"

namespace kunyu::sensorthings {
namespace {

std::optional<Geometry> geometry_of(Value const& value) {
    if (auto const* geometry = value.get<Geometry>()) return *geometry;
    auto const* json = value.get<boost::json::value const*>();
    return json ? Geometry::of_geojson(**json) : std::nullopt;
}

std::optional<SpatialRelation> relation_of(Function function) {
    switch (function) {
        case Function::st_equals:
            return SpatialRelation::equals;
        case Function::st_disjoint:
            return SpatialRelation::disjoint;
        case Function::st_touches:
            return SpatialRelation::touches;
        case Function::st_within:
            return SpatialRelation::within;
        case Function::st_overlaps:
            return SpatialRelation::overlaps;
        case Function::st_crosses:
            return SpatialRelation::crosses;
        case Function::st_contains:
            return SpatialRelation::contains;
        case Function::st_intersects:
        case Function::geo_intersects:
            return SpatialRelation::intersects;
        default:
            return std::nullopt;
    }
}

}  // namespace

Value apply_to_geometries(Function function, std::span<Value const> arguments) {
    auto const first = geometry_of(arguments[0]);
    if (!first) return {};
    if (function == Function::geo_length) return Value::of(first->length());
    auto const second = geometry_of(arguments[1]);
    if (!second) return {};
    if (function == Function::geo_distance) return Value::of(first->distance(*second));
    if (auto const relation = relation_of(function)) return Value::of(first->relates(*relation, *second));
    auto const* pattern = arguments[2].get<std::string>();
    return pattern ? Value::of(first->relates(std::string_view(*pattern), *second)) : Value();
}

}  // namespace kunyu::sensorthings
