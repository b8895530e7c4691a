#pragma once
#include "base/time.hpp"

#include <string>
#include <vector>

namespace kunyu::portal {

/// An event on the line. `certain`: its day is known.
struct LifePoint {
    base::Day day;
    std::string label;
    bool certain = false;
};

/// The life of a platform as a drawing (SVG): an axis of years, a point a day, labels in rows so that none lies on
/// another; what is not certain is hollow. `title` is read out in its place.
std::string draw_life_line(std::vector<LifePoint> points, std::string const& title);

}  // namespace kunyu::portal
