#include "documents/light.hpp"

#include <array>

namespace kunyu::documents {
namespace {

struct Look {
    std::string_view name;
    std::string_view symbol;
    Colour colour;
};

// In the order of the enumeration.
constexpr std::array<Look, 5> looks{{{"green", "●", {0x1d, 0x6b, 0x3a}},
                                     {"yellow", "▲", {0xb2, 0x7a, 0x00}},
                                     {"red", "■", {0xb3, 0x26, 0x1e}},
                                     {"grey", "○", {0x5f, 0x68, 0x74}},
                                     {"blue", "✓", {0x12, 0x56, 0xa6}}}};

Look const& look_of(Light light) {
    return looks.at(static_cast<std::size_t>(light));
}

}  // namespace

std::string_view to_string(Light light) {
    return look_of(light).name;
}

std::string_view symbol_of(Light light) {
    return look_of(light).symbol;
}

Colour colour_of(Light light) {
    return look_of(light).colour;
}

}  // namespace kunyu::documents
