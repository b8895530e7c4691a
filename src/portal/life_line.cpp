#include "portal/life_line.hpp"

#include "portal/svg.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace kunyu::portal {
namespace {

constexpr double width = 900;
constexpr double margin = 50;
constexpr double label_size = 14;
constexpr double row_height = 22;

/// Events of one day are one point.
std::vector<LifePoint> merged(std::vector<LifePoint> points) {
    std::stable_sort(points.begin(), points.end(), [](auto const& a, auto const& b) { return a.day < b.day; });
    std::vector<LifePoint> out;
    for (auto& point : points) {
        if (out.empty() || out.back().day != point.day) {
            out.push_back(std::move(point));
            continue;
        }
        out.back().label += " / " + point.label;
        out.back().certain = out.back().certain && point.certain;
    }
    return out;
}

struct Scale {
    base::Day from;
    base::Day to;
    double x(base::Day day) const {
        auto const span = static_cast<double>(std::max(1, to.number - from.number));
        return margin + (width - 2 * margin) * static_cast<double>(day.number - from.number) / span;
    }
};

/// Whole years around the points.
Scale scale_of(std::vector<LifePoint> const& points) {
    int const first = points.front().day.year();
    int const last = points.back().day.year();
    return {base::Day::of(first, 1, 1), base::Day::of(std::max(last, first + 1) + 1, 1, 1)};
}

/// At most twelve years are named.
std::string draw_axis(Scale const& scale, double y) {
    std::string out =
        fmt::format(R"(<line class="axis" x1="{0}" x2="{1}" y1="{2}" y2="{2}"/>)", margin, width - margin, y);
    int const years = scale.to.year() - scale.from.year();
    int const step = std::max(1, (years + 11) / 12);
    for (int year = scale.from.year(); year <= scale.to.year(); year += step) {
        double const x = scale.x(base::Day::of(year, 1, 1));
        fmt::format_to(
            std::back_inserter(out),
            R"(<line class="tick" x1="{0:.1f}" x2="{0:.1f}" y1="{1}" y2="{2}"/><text class="year" x="{0:.1f}" y="{3}" text-anchor="middle">{4}</text>)",
            x, y, y + 6, y + 20, year);
    }
    return out;
}

/// The lowest row above the axis where the label lies on no other; the box is around the label.
Box place_label(LifePoint const& point, double x, double axis, std::vector<Box> const& placed) {
    double const length = text_width(point.label, label_size) + 8;
    double const left = std::clamp(x - length / 2, 2.0, std::max(2.0, width - length - 2));
    Box box{left, axis - 18 - row_height, length, row_height};
    while (collides(box, placed)) box.y -= row_height;
    return box;
}

}  // namespace

std::string draw_life_line(std::vector<LifePoint> points, std::string const& title) {
    if (points.empty()) return "";
    points = merged(std::move(points));
    auto const scale = scale_of(points);
    std::vector<Box> labels;
    double top = 0;
    for (auto const& point : points) {
        labels.push_back(place_label(point, scale.x(point.day), 0, labels));
        top = std::min(top, labels.back().y);
    }
    double const axis = 6 - top;
    std::string out = fmt::format(
        R"(<svg class="life" viewBox="0 0 {} {:.0f}" role="img" aria-labelledby="life-title"><title id="life-title">{}</title>)",
        width, axis + 30, xml_escape(title));
    out += draw_axis(scale, axis);
    for (std::size_t i = 0; i < points.size(); ++i) {
        double const x = scale.x(points[i].day);
        auto const& box = labels[i];
        fmt::format_to(
            std::back_inserter(out),
            R"(<line class="stem" x1="{0:.1f}" x2="{0:.1f}" y1="{1:.1f}" y2="{2:.1f}"/><circle class="dot{3}" cx="{0:.1f}" cy="{2:.1f}" r="6"/><text x="{4:.1f}" y="{5:.1f}">{6}</text>)",
            x, box.y + axis + row_height - 2, axis, points[i].certain ? "" : " hollow", box.x + 4,
            box.y + axis + row_height - 6, xml_escape(points[i].label));
    }
    return out + "</svg>";
}

}  // namespace kunyu::portal
