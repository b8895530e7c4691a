#pragma once
#include <string>
#include <string_view>

namespace kunyu::documents {

/// A signal. Each has a shape of its own, so that it can be told without colours: a green circle, a yellow triangle, a
/// red square, a hollow grey circle for what cannot be said yet, a blue tick for what is done.
enum class Light { green, yellow, red, grey, blue };

/// "green"
std::string_view to_string(Light light);
/// The shape as a character: ● ▲ ■ ○ ✓
std::string_view symbol_of(Light light);

/// Red, green and blue, 0 to 255.
struct Colour {
    int red = 0;
    int green = 0;
    int blue = 0;
};
/// At least 3:1 against white (WCAG 2.1, 1.4.11).
Colour colour_of(Light light);

/// A light with the word that says the same: "逾期".
struct LightMark {
    Light light = Light::grey;
    std::string word;
    friend bool operator==(LightMark const&, LightMark const&) = default;
};

}  // namespace kunyu::documents
