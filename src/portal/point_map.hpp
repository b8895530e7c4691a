#pragma once
#include "portal/svg.hpp"

#include <string>
#include <vector>

namespace kunyu::portal {

/// Platforms at one place.
struct MapPoint {
    double longitude = 0;  ///< degrees, CGCS2000
    double latitude = 0;
    std::string label;
    int count = 0;
};

/// A point of the drawing, with its label when there was room for one.
struct PlacedPoint {
    MapPoint point;
    double x = 0;
    double y = 0;
    double radius = 0;
    bool labelled = false;
    Box label;
};

/// Projects to the drawing and gives labels to the larger points first, so that no label lies on another or on a point;
/// a place without room for its label stands in the table alone.
std::vector<PlacedPoint> place_points(std::vector<MapPoint> points);

/// Graticule every ten degrees from 70°E to 140°E and 0° to 60°N, and the points: no boundary data.
std::string draw_point_map(std::vector<MapPoint> points, std::string const& title);

}  // namespace kunyu::portal
