#include "documents/pdf_canvas.hpp"

#include "base/text.hpp"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include <initializer_list>
#include <utility>

namespace kunyu::documents {
namespace {

constexpr char const* font_family = "Noto Sans CJK SC, Noto Sans CJK, Noto Sans";
constexpr double line_width = 0.5;

struct Unref {
    void operator()(void* object) const { g_object_unref(object); }
};
using Layout = std::unique_ptr<PangoLayout, Unref>;

PangoAlignment pango_of(Align align) {
    if (align == Align::centre) return PANGO_ALIGN_CENTER;
    return align == Align::right ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT;
}

constexpr double full_circle = 6.283185307179586;

/// The outline of a light, to be filled or stroked.
void trace(cairo_t* cairo, Light light, double x, double y, double size) {
    auto const at = [&](double right, double down) { return std::pair(x + right * size, y + down * size); };
    auto const polygon = [&](std::initializer_list<std::pair<double, double>> corners) {
        for (auto const& [right, down] : corners) {
            auto const point = at(right, down);
            cairo_line_to(cairo, point.first, point.second);
        }
    };
    cairo_new_path(cairo);
    switch (light) {
        case Light::green:
            cairo_arc(cairo, x + size / 2, y + size / 2, size / 2, 0, full_circle);
            break;
        case Light::grey:
            cairo_arc(cairo, x + size / 2, y + size / 2, size * 5 / 12, 0, full_circle);
            break;
        case Light::yellow:
            polygon({{0.5, 0}, {1, 1}, {0, 1}});
            break;
        case Light::red:
            polygon({{0.05, 0.05}, {0.95, 0.05}, {0.95, 0.95}, {0.05, 0.95}});
            break;
        case Light::blue:
            polygon({{0.05, 0.55}, {0.35, 0.9}, {0.95, 0.1}});
            break;
    }
}

cairo_status_t append(void* out, unsigned char const* bytes, unsigned length) {
    static_cast<std::string*>(out)->append(reinterpret_cast<char const*>(bytes), length);
    return CAIRO_STATUS_SUCCESS;
}

}  // namespace

/// A font map of its own for each document, since pango's are not safe for several threads.
struct PdfCanvas::Typesetter {
    Typesetter() : fonts(pango_cairo_font_map_new()), context(pango_font_map_create_context(fonts.get())) {
        // 72 dots an inch, so that a point of the layout is a point of the page.
        pango_cairo_context_set_resolution(context.get(), 72);
        pango_context_set_language(context.get(), pango_language_from_string("zh-cn"));
    }

    /// `width` 0: on one line.
    Layout lay_out(std::string_view text, TextStyle const& style, double width) const {
        Layout layout(pango_layout_new(context.get()));
        auto* font = pango_font_description_from_string(font_family);
        pango_font_description_set_absolute_size(font, style.size * PANGO_SCALE);
        pango_font_description_set_weight(font, style.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
        pango_layout_set_font_description(layout.get(), font);
        pango_font_description_free(font);
        pango_layout_set_width(layout.get(), width > 0 ? static_cast<int>(width * PANGO_SCALE) : -1);
        pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
        pango_layout_set_alignment(layout.get(), pango_of(style.align));
        std::string const valid(base::is_utf8(text) ? text : std::string_view());
        pango_layout_set_text(layout.get(), valid.data(), static_cast<int>(valid.size()));
        return layout;
    }

    std::unique_ptr<PangoFontMap, Unref> fonts;
    std::unique_ptr<PangoContext, Unref> context;
};

struct PdfCanvas::Pen {
    cairo_t* cairo;
};

PdfCanvas::PdfCanvas(double width, double height)
    : width_(width), height_(height), typesetter_(std::make_unique<Typesetter>()) {}

PdfCanvas::~PdfCanvas() = default;

double PdfCanvas::height_of(std::string_view text, TextStyle const& style, double width) const {
    int height = 0;
    pango_layout_get_size(typesetter_->lay_out(text, style, width).get(), nullptr, &height);
    return static_cast<double>(height) / PANGO_SCALE;
}

double PdfCanvas::width_of(std::string_view text, TextStyle const& style) const {
    int width = 0;
    pango_layout_get_size(typesetter_->lay_out(text, style, 0).get(), &width, nullptr);
    return static_cast<double>(width) / PANGO_SCALE;
}

void PdfCanvas::text(std::string_view text, TextStyle const& style, double x, double y, double width) {
    // Laid out again when drawn: a layout kept for each cell of a long table would fill the memory.
    page().push_back([this, kept = std::string(text), style, x, y, width](Pen& pen) {
        cairo_set_source_rgb(pen.cairo, 0, 0, 0);
        cairo_move_to(pen.cairo, x, y);
        pango_cairo_show_layout(pen.cairo, typesetter_->lay_out(kept, style, width).get());
    });
}

void PdfCanvas::line(double x1, double y1, double x2, double y2) {
    page().push_back([=](Pen& pen) {
        cairo_set_source_rgb(pen.cairo, 0.4, 0.4, 0.4);
        cairo_set_line_width(pen.cairo, line_width);
        cairo_move_to(pen.cairo, x1, y1);
        cairo_line_to(pen.cairo, x2, y2);
        cairo_stroke(pen.cairo);
    });
}

void PdfCanvas::fill(double x, double y, double width, double height, double grey) {
    page().push_back([=](Pen& pen) {
        cairo_set_source_rgb(pen.cairo, grey, grey, grey);
        cairo_rectangle(pen.cairo, x, y, width, height);
        cairo_fill(pen.cairo);
    });
}

void PdfCanvas::light(Light light, double x, double y, double size) {
    page().push_back([=](Pen& pen) {
        auto const colour = colour_of(light);
        cairo_set_source_rgb(pen.cairo, colour.red / 255.0, colour.green / 255.0, colour.blue / 255.0);
        cairo_set_line_width(pen.cairo, size / 6);
        trace(pen.cairo, light, x, y, size);
        if (light == Light::grey || light == Light::blue)
            cairo_stroke(pen.cairo);
        else
            cairo_fill(pen.cairo);
    });
}

void PdfCanvas::on_page(std::size_t index, std::function<void(PdfCanvas&)> const& draw) {
    current_ = index;
    draw(*this);
    current_ = static_cast<std::size_t>(-1);
}

std::string PdfCanvas::finish(std::string const& title) {
    std::string out;
    auto* surface = cairo_pdf_surface_create_for_stream(append, &out, width_, height_);
    if (base::is_utf8(title)) cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, title.c_str());
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Kunyu");
    Pen pen{cairo_create(surface)};
    for (auto const& commands : pages_) {
        for (auto const& command : commands) command(pen);
        cairo_show_page(pen.cairo);
    }
    bool const drawn = cairo_status(pen.cairo) == CAIRO_STATUS_SUCCESS;
    cairo_destroy(pen.cairo);
    cairo_surface_finish(surface);
    bool const written = cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS;
    cairo_surface_destroy(surface);
    return drawn && written ? out : std::string();
}

}  // namespace kunyu::documents
