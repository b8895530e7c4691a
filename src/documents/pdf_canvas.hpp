#pragma once
#include "documents/light.hpp"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::documents {

enum class Align { left, centre, right };

/// How a text is set. Sizes in points.
struct TextStyle {
    double size = 10;
    bool bold = false;
    Align align = Align::left;
};

/// Sets texts on pages of one size. What is drawn is kept as commands until finish(), because only then is the number
/// of pages known. Lengths in points from the upper left corner. One thread.
class PdfCanvas {
  public:
    PdfCanvas(double width, double height);
    ~PdfCanvas();
    PdfCanvas(PdfCanvas const&) = delete;
    PdfCanvas& operator=(PdfCanvas const&) = delete;

    double width() const { return width_; }
    double height() const { return height_; }

    /// Height of the text when set to that width.
    double height_of(std::string_view text, TextStyle const& style, double width) const;
    /// Width of the text on one line.
    double width_of(std::string_view text, TextStyle const& style) const;

    void new_page() { pages_.emplace_back(); }
    /// All of these draw on the last page.
    void text(std::string_view text, TextStyle const& style, double x, double y, double width);
    void line(double x1, double y1, double x2, double y2);
    /// The shape of a light in a square of this size.
    void light(Light light, double x, double y, double size);
    void fill(double x, double y, double width, double height, double grey);

    std::size_t pages() const { return pages_.size(); }
    /// Draws on page `index` from 0, over what is there.
    void on_page(std::size_t index, std::function<void(PdfCanvas&)> const& draw);

    /// The PDF; empty when cairo failed.
    std::string finish(std::string const& title);

  private:
    struct Typesetter;  ///< fonts and layouts; only pdf_canvas.cpp includes pango and cairo
    struct Pen;
    using Command = std::function<void(Pen&)>;
    std::vector<Command>& page() { return pages_[current_ < pages_.size() ? current_ : pages_.size() - 1]; }

    double width_;
    double height_;
    std::unique_ptr<Typesetter> typesetter_;
    std::vector<std::vector<Command>> pages_;
    std::size_t current_ = static_cast<std::size_t>(-1);  ///< page of on_page(); beyond the end: the last
};

}  // namespace kunyu::documents
