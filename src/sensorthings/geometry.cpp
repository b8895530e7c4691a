#include "sensorthings/geometry.hpp"

#include <geos_c.h>

#include <algorithm>
#include <cmath>
#include <new>

namespace kunyu::sensorthings {
namespace {

/// GEOS' state of one thread. Without handlers its complaints go nowhere: what fails answers null, 0 or 2.
class Context {
  public:
    Context() : handle_(GEOS_init_r()) {
        if (!handle_) throw std::bad_alloc();
    }
    ~Context() { GEOS_finish_r(handle_); }
    Context(Context const&) = delete;
    Context& operator=(Context const&) = delete;
    GEOSContextHandle_t handle() const { return handle_; }

  private:
    GEOSContextHandle_t handle_;
};

GEOSContextHandle_t context() {
    thread_local Context const here;
    return here.handle();
}

/// The answer of a predicate: 0, 1, or 2 for an exception.
std::optional<bool> answer(char said) {
    return said == 2 ? std::nullopt : std::optional(said == 1);
}

bool is_pattern(std::string_view text) {
    return text.size() == 9 && text.find_first_not_of("TF*012tf") == std::string_view::npos;
}

/// What follows "SRID=4326;" (0 stands for "not said"); nothing for another reference system.
std::optional<std::string_view> without_srid(std::string_view text) {
    if (!text.starts_with("SRID=") && !text.starts_with("srid=")) return text;
    auto const end = text.find(';');
    if (end == std::string_view::npos) return std::nullopt;
    auto const system = text.substr(5, end - 5);
    if (system != "4326" && system != "0") return std::nullopt;
    return text.substr(end + 1);
}

}  // namespace

struct Geometry::Shape {
    explicit Shape(GEOSGeometry* made) : geometry(made) {}
    ~Shape() { GEOSGeom_destroy_r(context(), geometry); }
    Shape(Shape const&) = delete;
    Shape& operator=(Shape const&) = delete;
    GEOSGeometry* geometry;
};

Geometry::Geometry(std::shared_ptr<Shape const> shape, std::string text)
    : shape_(std::move(shape)), text_(std::make_shared<std::string const>(std::move(text))) {}

std::optional<Geometry> Geometry::of_wkt(std::string_view text) {
    auto const bare = without_srid(text);
    if (!bare || bare->find('\0') != std::string_view::npos) return std::nullopt;
    auto* const reader = GEOSWKTReader_create_r(context());
    auto* const made = GEOSWKTReader_read_r(context(), reader, std::string(*bare).c_str());
    GEOSWKTReader_destroy_r(context(), reader);
    if (!made) return std::nullopt;
    return Geometry(std::make_shared<Shape const>(made), std::string(text));
}

std::optional<Geometry> Geometry::of_geojson(boost::json::value const& value) {
    if (!value.is_object()) return std::nullopt;
    auto text = boost::json::serialize(value);
    auto* const reader = GEOSGeoJSONReader_create_r(context());
    auto* const made = GEOSGeoJSONReader_readGeometry_r(context(), reader, text.c_str());
    GEOSGeoJSONReader_destroy_r(context(), reader);
    if (!made) return std::nullopt;
    return Geometry(std::make_shared<Shape const>(made), std::move(text));
}

std::optional<double> Geometry::distance(Geometry const& other) const {
    if (GEOSisEmpty_r(context(), shape_->geometry) != 0 || GEOSisEmpty_r(context(), other.shape_->geometry) != 0)
        return std::nullopt;
    double degrees = 0;
    if (GEOSDistance_r(context(), shape_->geometry, other.shape_->geometry, &degrees) != 1 || std::isnan(degrees))
        return std::nullopt;
    return degrees;
}

std::optional<double> Geometry::length() const {
    // GEOS gives the way around an area.
    if (GEOSGeom_getDimensions_r(context(), shape_->geometry) != 1) return 0;
    double degrees = 0;
    if (GEOSLength_r(context(), shape_->geometry, &degrees) != 1 || std::isnan(degrees)) return std::nullopt;
    return degrees;
}

std::optional<bool> Geometry::relates(SpatialRelation relation, Geometry const& other) const {
    auto const *a = shape_->geometry, *b = other.shape_->geometry;
    switch (relation) {
        case SpatialRelation::equals:
            return answer(GEOSEquals_r(context(), a, b));
        case SpatialRelation::disjoint:
            return answer(GEOSDisjoint_r(context(), a, b));
        case SpatialRelation::touches:
            return answer(GEOSTouches_r(context(), a, b));
        case SpatialRelation::within:
            return answer(GEOSWithin_r(context(), a, b));
        case SpatialRelation::overlaps:
            return answer(GEOSOverlaps_r(context(), a, b));
        case SpatialRelation::crosses:
            return answer(GEOSCrosses_r(context(), a, b));
        case SpatialRelation::intersects:
            return answer(GEOSIntersects_r(context(), a, b));
        case SpatialRelation::contains:
            return answer(GEOSContains_r(context(), a, b));
    }
    return std::nullopt;
}

std::optional<bool> Geometry::relates(std::string_view pattern, Geometry const& other) const {
    if (!is_pattern(pattern)) return std::nullopt;
    return answer(
        GEOSRelatePattern_r(context(), shape_->geometry, other.shape_->geometry, std::string(pattern).c_str()));
}

}  // namespace kunyu::sensorthings
