#pragma once
#include <boost/json.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace kunyu::sensorthings {

/// The spatial relations of OGC 06-103r4, 6.1.2.3.
enum class SpatialRelation { equals, disjoint, touches, within, overlaps, crosses, intersects, contains };

/// A geometry of the plane of longitude and latitude (WGS 84); distances and lengths are in degrees, as clients of
/// other servers of this standard expect (those compute in the plane as well). Unchanging, cheap to copy; safe for all
/// threads.
class Geometry {
  public:
    /// Well-known text, with or without "SRID=4326;" before it. Nothing when it is none.
    static std::optional<Geometry> of_wkt(std::string_view text);
    /// A geometry, feature or feature collection of RFC 7946. Nothing when it is none.
    static std::optional<Geometry> of_geojson(boost::json::value const& value);

    /// The text it was read from.
    std::string const& text() const { return *text_; }

    /// Degrees; nothing when one of them is empty.
    std::optional<double> distance(Geometry const& other) const;
    std::optional<double> length() const;
    /// Nothing for what has no answer: an area that crosses itself, say.
    std::optional<bool> relates(SpatialRelation relation, Geometry const& other) const;
    /// Whether the intersection matrix (DE-9IM) is like the pattern ("T*F**F***"); nothing for another pattern.
    std::optional<bool> relates(std::string_view pattern, Geometry const& other) const;

    /// Of the texts they were read from, not of the points they hold.
    friend bool operator==(Geometry const& a, Geometry const& b) { return *a.text_ == *b.text_; }

  private:
    struct Shape;  ///< holds what GEOS made
    Geometry(std::shared_ptr<Shape const> shape, std::string text);

    std::shared_ptr<Shape const> shape_;
    std::shared_ptr<std::string const> text_;
};

}  // namespace kunyu::sensorthings
