#include "portal/point_map.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>

namespace kunyu::portal {
namespace {

constexpr double west = 70, east = 140, south = 0, north = 60;
constexpr double margin = 40;
constexpr double per_degree_x = 14;
constexpr double per_degree_y = 16;  // a degree of longitude is shorter at these latitudes
constexpr double width = (east - west) * per_degree_x + 2 * margin;
constexpr double height = (north - south) * per_degree_y + 2 * margin;
constexpr double label_size = 13;

double x_of(double longitude) {
    return margin + (longitude - west) * per_degree_x;
}
double y_of(double latitude) {
    return margin + (north - latitude) * per_degree_y;
}

std::string caption(MapPoint const& point) {
    return point.label + " " + std::to_string(point.count);
}

Box around(PlacedPoint const& placed) {
    return {placed.x - placed.radius, placed.y - placed.radius, 2 * placed.radius, 2 * placed.radius};
}

/// Right, left, above, below, then the corners.
std::array<Box, 8> candidates(PlacedPoint const& placed) {
    double const length = text_width(caption(placed.point), label_size) + 4;
    double const tall = label_size + 5;
    double const right = placed.x + placed.radius + 3;
    double const left = placed.x - placed.radius - 3 - length;
    double const middle = placed.x - length / 2;
    double const above = placed.y - placed.radius - 2 - tall;
    double const below = placed.y + placed.radius + 2;
    double const level = placed.y - tall / 2;
    return {Box{right, level, length, tall},  Box{left, level, length, tall},  Box{middle, above, length, tall},
            Box{middle, below, length, tall}, Box{right, above, length, tall}, Box{left, above, length, tall},
            Box{right, below, length, tall},  Box{left, below, length, tall}};
}

bool is_inside(Box const& box) {
    return box.x >= margin && box.y >= margin && box.x + box.width <= width - margin &&
           box.y + box.height <= height - margin;
}

std::string draw_graticule() {
    std::string out = fmt::format(R"(<rect class="frame" x="{}" y="{}" width="{}" height="{}"/>)", margin, margin,
                                  width - 2 * margin, height - 2 * margin);
    for (double longitude = west; longitude <= east; longitude += 10)
        fmt::format_to(
            std::back_inserter(out),
            R"(<line class="line" x1="{0}" x2="{0}" y1="{1}" y2="{2}"/><text class="degree" x="{0}" y="{3}" text-anchor="middle">{4}°E</text>)",
            x_of(longitude), y_of(north), y_of(south), height - margin + 18, longitude);
    for (double latitude = south; latitude <= north; latitude += 10)
        fmt::format_to(
            std::back_inserter(out),
            R"(<line class="line" x1="{1}" x2="{2}" y1="{0}" y2="{0}"/><text class="degree" x="{3}" y="{4}" text-anchor="end">{5}°N</text>)",
            y_of(latitude), x_of(west), x_of(east), margin - 5, y_of(latitude) + 4, latitude);
    return out;
}

}  // namespace

std::vector<PlacedPoint> place_points(std::vector<MapPoint> points) {
    std::stable_sort(points.begin(), points.end(), [](auto const& a, auto const& b) { return a.count > b.count; });
    std::vector<PlacedPoint> placed;
    std::vector<Box> taken;
    for (auto& point : points) {
        PlacedPoint one;
        one.x = x_of(std::clamp(point.longitude, west, east));
        one.y = y_of(std::clamp(point.latitude, south, north));
        one.radius = std::min(16.0, 3.5 + 1.8 * std::sqrt(static_cast<double>(point.count)));
        one.point = std::move(point);
        taken.push_back(around(one));
        placed.push_back(std::move(one));
    }
    for (auto& one : placed) {
        for (auto const& box : candidates(one)) {
            if (!is_inside(box) || collides(box, taken)) continue;
            one.labelled = true;
            one.label = box;
            taken.push_back(box);
            break;
        }
    }
    return placed;
}

std::string draw_point_map(std::vector<MapPoint> points, std::string const& title) {
    std::string out = fmt::format(
        R"(<svg class="points" viewBox="0 0 {} {}" role="img" aria-labelledby="map-title"><title id="map-title">{}</title>)",
        width, height, xml_escape(title));
    out += draw_graticule();
    auto const placed = place_points(std::move(points));
    for (auto const& one : placed)
        fmt::format_to(std::back_inserter(out), R"(<circle class="point" cx="{:.1f}" cy="{:.1f}" r="{:.1f}"/>)", one.x,
                       one.y, one.radius);
    for (auto const& one : placed)
        if (one.labelled)
            fmt::format_to(std::back_inserter(out), R"(<text class="label" x="{:.1f}" y="{:.1f}">{}</text>)",
                           one.label.x + 2, one.label.y + label_size, xml_escape(caption(one.point)));
    return out + "</svg>";
}

}  // namespace kunyu::portal
