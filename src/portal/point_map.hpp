#pragma once
#include "portal/svg.hpp"

#include <string>
#include <vector>

namespace kunyu::portal {

/// What stands at one place.
struct MapPoint {
    double longitude = 0;  ///< degrees, CGCS2000
    double latitude = 0;
    std::string label;  ///< may be empty
    int count = 0;
};

/// The rectangle that is drawn, in degrees, and how large.
struct MapFrame {
    int west = 70;
    int east = 140;
    int south = 0;
    int north = 60;
    int step = 10;  ///< of the graticule
    double per_degree_x = 14;
    double per_degree_y = 16;  ///< a degree of longitude is shorter at these latitudes
    bool holds(double longitude, double latitude) const;
};
/// A smaller rectangle with the place about its middle.
MapFrame frame_around(double longitude, double latitude);

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
/// a place without room for its label stands in the table alone, as does every one after the first 300. What lies
/// beyond the frame stands at its edge.
std::vector<PlacedPoint> place_points(std::vector<MapPoint> points, MapFrame const& frame = {});

/// The graticule, by itself from 70°E to 140°E and 0° to 60°N, and the points: no boundary data.
std::string draw_point_map(std::vector<MapPoint> points, std::string const& title, MapFrame const& frame = {});

}  // namespace kunyu::portal
