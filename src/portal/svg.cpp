#include "portal/svg.hpp"

#include <algorithm>

namespace kunyu::portal {

bool collides(Box const& box, std::vector<Box> const& others) {
    return std::any_of(others.begin(), others.end(), [&](Box const& other) { return box.overlaps(other); });
}

double text_width(std::string_view text, double size) {
    double ems = 0;
    for (char const c : text) {
        auto const byte = static_cast<unsigned char>(c);
        if (byte < 0x80)
            ems += 0.6;
        else if (byte >= 0xc0)  // the first byte of a longer character
            ems += 1.0;
    }
    return ems * size;
}

std::string xml_escape(std::string_view text) {
    std::string out;
    for (char const c : text) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            default:
                out += c;
        }
    }
    return out;
}

}  // namespace kunyu::portal
