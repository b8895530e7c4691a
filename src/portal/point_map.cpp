#include "portal/point_map.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <iterator>

namespace kunyu::portal {
namespace {

constexpr double margin = 40;
constexpr double label_size = 13;
constexpr std::size_t most_labels = 300;

/// Degrees into the drawing.
struct Projection {
    MapFrame const& frame;
    double x(double longitude) const { return margin + (longitude - frame.west) * frame.per_degree_x; }
    double y(double latitude) const { return margin + (frame.north - latitude) * frame.per_degree_y; }
    double width() const { return x(frame.east) + margin; }
    double height() const { return y(frame.south) + margin; }
    bool is_inside(Box const& box) const {
        return box.x >= margin && box.y >= margin && box.x + box.width <= width() - margin &&
               box.y + box.height <= height() - margin;
    }
};

Box around(PlacedPoint const& placed) {
    return {placed.x - placed.radius, placed.y - placed.radius, 2 * placed.radius, 2 * placed.radius};
}

/// Right, left, above, below, then the corners.
std::array<Box, 8> candidates(PlacedPoint const& placed) {
    double const length = text_width(placed.point.label, label_size) + 4;
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

std::string degrees(int number, char positive, char negative) {
    return fmt::format("{}°{}", std::abs(number), number < 0 ? negative : positive);
}

std::string draw_graticule(MapFrame const& frame) {
    Projection const at{frame};
    std::string out = fmt::format(R"(<rect class="frame" x="{}" y="{}" width="{}" height="{}"/>)", margin, margin,
                                  at.width() - 2 * margin, at.height() - 2 * margin);
    for (int longitude = frame.west; longitude <= frame.east; longitude += frame.step)
        fmt::format_to(
            std::back_inserter(out),
            R"(<line class="line" x1="{0}" x2="{0}" y1="{1}" y2="{2}"/><text class="degree" x="{0}" y="{3}" text-anchor="middle">{4}</text>)",
            at.x(longitude), at.y(frame.north), at.y(frame.south), at.height() - margin + 18,
            degrees(longitude, 'E', 'W'));
    for (int latitude = frame.south; latitude <= frame.north; latitude += frame.step)
        fmt::format_to(
            std::back_inserter(out),
            R"(<line class="line" x1="{1}" x2="{2}" y1="{0}" y2="{0}"/><text class="degree" x="{3}" y="{4}" text-anchor="end">{5}</text>)",
            at.y(latitude), at.x(frame.west), at.x(frame.east), margin - 5, at.y(latitude) + 4,
            degrees(latitude, 'N', 'S'));
    return out;
}

/// The step of the graticule at or before the number.
int step_before(double number, int step) {
    return static_cast<int>(std::floor(number / step)) * step;
}

}  // namespace

bool MapFrame::holds(double longitude, double latitude) const {
    return longitude >= west && longitude <= east && latitude >= south && latitude <= north;
}

MapFrame frame_around(double longitude, double latitude) {
    MapFrame frame;
    frame.step = 5;
    frame.west = step_before(longitude - 7.5, frame.step);
    frame.east = frame.west + 20;
    frame.south = step_before(latitude - 5, frame.step);
    frame.north = frame.south + 15;
    frame.per_degree_x = 20;
    frame.per_degree_y = 22;
    return frame;
}

std::vector<PlacedPoint> place_points(std::vector<MapPoint> points, MapFrame const& frame) {
    Projection const at{frame};
    std::stable_sort(points.begin(), points.end(), [](auto const& a, auto const& b) { return a.count > b.count; });
    std::vector<PlacedPoint> placed;
    std::vector<Box> taken;
    for (auto& point : points) {
        PlacedPoint one;
        one.x = at.x(std::clamp(point.longitude, static_cast<double>(frame.west), static_cast<double>(frame.east)));
        one.y = at.y(std::clamp(point.latitude, static_cast<double>(frame.south), static_cast<double>(frame.north)));
        one.radius = std::min(16.0, 3.5 + 1.8 * std::sqrt(static_cast<double>(point.count)));
        one.point = std::move(point);
        taken.push_back(around(one));
        placed.push_back(std::move(one));
    }
    for (std::size_t i = 0; i < std::min(placed.size(), most_labels); ++i) {
        auto& one = placed[i];
        if (one.point.label.empty()) continue;
        for (auto const& box : candidates(one)) {
            if (!at.is_inside(box) || collides(box, taken)) continue;
            one.labelled = true;
            one.label = box;
            taken.push_back(box);
            break;
        }
    }
    return placed;
}

std::string draw_point_map(std::vector<MapPoint> points, std::string const& title, MapFrame const& frame) {
    Projection const at{frame};
    std::string out = fmt::format(
        R"(<svg class="points" viewBox="0 0 {} {}" role="img" aria-labelledby="map-title"><title id="map-title">{}</title>)",
        at.width(), at.height(), xml_escape(title));
    out += draw_graticule(frame);
    auto const placed = place_points(std::move(points), frame);
    for (auto const& one : placed)
        fmt::format_to(std::back_inserter(out), R"(<circle class="point" cx="{:.1f}" cy="{:.1f}" r="{:.1f}"/>)", one.x,
                       one.y, one.radius);
    for (auto const& one : placed)
        if (one.labelled)
            fmt::format_to(std::back_inserter(out), R"(<text class="label" x="{:.1f}" y="{:.1f}">{}</text>)",
                           one.label.x + 2, one.label.y + label_size, xml_escape(one.point.label));
    return out + "</svg>";
}

}  // namespace kunyu::portal
