#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::portal {

/// A rectangle of a drawing.
struct Box {
    double x = 0;
    double y = 0;
    double width = 0;
    double height = 0;
    bool overlaps(Box const& other) const {
        return x < other.x + other.width && other.x < x + width && y < other.y + other.height && other.y < y + height;
    }
};

/// Whether the box lies on one of the others.
bool collides(Box const& box, std::vector<Box> const& others);

/// About how wide the text is at this size: a Chinese character one em, others 0.6.
double text_width(std::string_view text, double size);

/// For text and attribute values of XML.
std::string xml_escape(std::string_view text);

}  // namespace kunyu::portal
