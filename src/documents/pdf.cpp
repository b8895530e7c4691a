#include "documents/pdf.hpp"

#include "base/text.hpp"
#include "documents/pdf_canvas.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace kunyu::documents {
namespace {

constexpr double a4_short = 595.28;
constexpr double a4_long = 841.89;
constexpr double margin = 56;
constexpr double footer_room = 28;
constexpr double cell_padding = 4;
constexpr double header_grey = 0.88;
constexpr double light_share = 0.8;  // of the size of the letters beside it
constexpr std::size_t rows_measured = 200;
constexpr TextStyle title_style{20, true, Align::centre};
constexpr TextStyle subtitle_style{11, false, Align::centre};
constexpr TextStyle paragraph_style{10.5, false, Align::left};
constexpr TextStyle footer_style{8, false, Align::left};
constexpr TextStyle header_style{9, true, Align::left};

TextStyle heading_style(int level) {
    return {level <= 1 ? 16.0 : level == 2 ? 13.0 : 11.0, true, Align::left};
}

TextStyle cell_style(ColumnType type) {
    bool const number = type == ColumnType::integer || type == ColumnType::decimal || type == ColumnType::money;
    return {9, false, number ? Align::right : Align::left};
}

/// The word of a light moved to the right, where its shape stands before it.
std::string beside_light(std::string const& text, ColumnType type) {
    return type == ColumnType::light && !text.empty() ? "\u3000" + text : text;
}

/// Sets the blocks of a document from the top of the first page to the end of the last. Lives for one document.
class PdfSetter {
  public:
    explicit PdfSetter(PrintedDocument const& document)
        : document_(document),
          canvas_(document.landscape ? a4_long : a4_short, document.landscape ? a4_short : a4_long) {
        begin_page();
    }

    base::Result<std::string> set() {
        set_title();
        for (auto const& block : document_.blocks) std::visit([this](auto const& one) { put(one); }, block);
        for (std::size_t i = 0; i < canvas_.pages(); ++i)
            canvas_.on_page(i, [&](PdfCanvas& page) { set_footer(page, i + 1); });
        auto bytes = canvas_.finish(document_.title);
        if (bytes.empty()) return base::refuse("documents.not_written", {{"reason", "pdf"}});
        return bytes;
    }

  private:
    double width() const { return canvas_.width() - 2 * margin; }
    double bottom() const { return canvas_.height() - margin - footer_room; }

    void begin_page() {
        canvas_.new_page();
        y_ = margin;
    }
    /// A new page when less than `height` is left on this one, unless it is empty.
    void make_room(double height) {
        if (y_ + height > bottom() && y_ > margin) begin_page();
    }

    void set_title() {
        set_text(document_.title, title_style, 8);
        if (!document_.subtitle.empty()) set_text(document_.subtitle, subtitle_style, 8);
        y_ += 8;
    }

    /// A text of any length, line by line over as many pages as it takes.
    void set_text(std::string_view text, TextStyle const& style, double after) {
        for (auto const& part : base::split(text, '\n')) set_lines(part, style);
        y_ += after;
    }

    void set_lines(std::string_view text, TextStyle const& style) {
        auto const height = canvas_.height_of(text, style, width());
        if (height > bottom() - margin) {
            // Longer than a page: halves, cut between characters, until each fits.
            auto middle = text.size() / 2;
            while (middle < text.size() && (static_cast<unsigned char>(text[middle]) & 0xC0U) == 0x80U) ++middle;
            set_lines(text.substr(0, middle), style);
            set_lines(text.substr(middle), style);
            return;
        }
        make_room(height);
        canvas_.text(text, style, margin, y_, width());
        y_ += height;
    }

    void put(PrintedHeading const& heading) {
        auto const style = heading_style(heading.level);
        y_ += y_ > margin ? 8 : 0;
        // A heading does not stand alone at the foot of a page.
        make_room(canvas_.height_of(heading.text, style, width()) + 3 * style.size);
        set_text(heading.text, style, 4);
    }
    void put(PrintedParagraph const& paragraph) { set_text(paragraph.text, paragraph_style, 6); }
    void put(PrintedLegend const& legend) {
        auto const size = paragraph_style.size * light_share;
        auto const height = canvas_.height_of("国", paragraph_style, 0);
        make_room(height);
        double x = margin;
        for (auto const& mark : legend.lights) {
            auto const word = canvas_.width_of(mark.word, paragraph_style);
            if (x > margin && x + 1.5 * size + word > margin + width()) {
                x = margin;
                y_ += height;
                make_room(height);
            }
            canvas_.light(mark.light, x, y_ + (height - size) / 2, size);
            canvas_.text(mark.word, paragraph_style, x + 1.5 * size, y_, width() - 1.5 * size);
            x += 1.5 * size + word + 2 * paragraph_style.size;
        }
        y_ += height + 6;
    }
    void put(PrintedPageBreak const&) {
        if (y_ > margin) begin_page();
    }

    void put(PrintedTable const& block) {
        auto const& table = block.table;
        if (table.columns.empty()) return;
        if (!table.title.empty()) put(PrintedHeading{table.title, 3});
        auto const widths = column_widths(table);
        std::vector<std::string> titles;
        for (auto const& column : table.columns) titles.push_back(column.title);
        std::vector<TextStyle> const header_styles(titles.size(), header_style);
        std::vector<TextStyle> styles;
        for (auto const& column : table.columns) styles.push_back(cell_style(column.type));
        auto const header_height = row_height(titles, header_styles, widths);
        make_room(header_height * 2);
        set_row(titles, header_styles, widths, header_height, true);
        for (auto const& row : table.rows) {
            std::vector<std::string> texts;
            for (std::size_t i = 0; i < table.columns.size(); ++i)
                texts.push_back(beside_light(shown(row.at(i), table.columns[i].type), table.columns[i].type));
            auto const height = row_height(texts, styles, widths);
            if (y_ + height > bottom()) {
                begin_page();
                set_row(titles, header_styles, widths, header_height, true);
            }
            auto const top = y_;
            set_row(texts, styles, widths, height, false);
            set_lights(row, widths, top);
        }
        y_ += 10;
    }

    /// Stretches or presses the columns into the width of the page. Days, numbers and lights, which do not break well,
    /// keep theirs while the texts have half of the page.
    void share_out(Table const& table, std::vector<double>& widths) const {
        double kept = 0;
        double texts = 0;
        for (std::size_t i = 0; i < widths.size(); ++i)
            (table.columns[i].type == ColumnType::text ? texts : kept) += widths[i];
        bool const keeps = texts > 0 && kept < width() / 2;
        auto const factor = keeps ? (width() - kept) / texts : width() / (kept + texts);
        for (std::size_t i = 0; i < widths.size(); ++i)
            if (!keeps || table.columns[i].type == ColumnType::text) widths[i] *= factor;
    }

    /// Each column as wide as its widest text up to a third of the page, all together stretched or pressed into its
    /// width.
    std::vector<double> column_widths(Table const& table) {
        std::vector<double> widths;
        for (std::size_t i = 0; i < table.columns.size(); ++i) {
            auto const style = cell_style(table.columns[i].type);
            double widest = canvas_.width_of(table.columns[i].title, header_style);
            for (std::size_t row = 0; row < std::min(rows_measured, table.rows.size()); ++row)
                widest = std::max(
                    widest,
                    canvas_.width_of(base::clip(beside_light(shown(table.rows[row].at(i), table.columns[i].type),
                                                             table.columns[i].type),
                                                60),
                                     style));
            widths.push_back(std::min(widest + 2 * cell_padding + 2, width() / 3));
        }
        share_out(table, widths);
        return widths;
    }

    /// As high as its highest cell, a page at most.
    double row_height(std::vector<std::string> const& texts, std::vector<TextStyle> const& styles,
                      std::vector<double> const& widths) {
        double height = 0;
        for (std::size_t i = 0; i < texts.size(); ++i)
            height = std::max(height, canvas_.height_of(texts[i], styles[i], widths[i] - 2 * cell_padding));
        return std::min(height + 2 * cell_padding, bottom() - margin - 60);
    }

    void set_row(std::vector<std::string> const& texts, std::vector<TextStyle> const& styles,
                 std::vector<double> const& widths, double height, bool header) {
        if (header) canvas_.fill(margin, y_, width(), height, header_grey);
        double x = margin;
        for (std::size_t i = 0; i < texts.size(); ++i) {
            auto const inner = widths[i] - 2 * cell_padding;
            canvas_.text(fitting(texts[i], styles[i], inner, height - 2 * cell_padding), styles[i], x + cell_padding,
                         y_ + cell_padding, inner);
            canvas_.line(x, y_, x, y_ + height);
            x += widths[i];
        }
        canvas_.line(x, y_, x, y_ + height);
        canvas_.line(margin, y_, x, y_);
        canvas_.line(margin, y_ + height, x, y_ + height);
        y_ += height;
    }

    /// The lights of a row that begins at `top`, each before its word.
    void set_lights(std::vector<Cell> const& row, std::vector<double> const& widths, double top) {
        double x = margin;
        for (std::size_t i = 0; i < widths.size(); ++i) {
            if (auto const* mark = std::get_if<LightMark>(&row.at(i))) {
                auto const style = cell_style(ColumnType::light);
                auto const size = style.size * light_share;
                auto const line = canvas_.height_of("国", style, 0);
                canvas_.light(mark->light, x + cell_padding, top + cell_padding + (line - size) / 2, size);
            }
            x += widths[i];
        }
    }

    /// The text, or as much of it as fits into a cell that is a page high, with an ellipsis.
    std::string fitting(std::string const& text, TextStyle const& style, double width_given, double height) {
        auto fits = text;
        for (auto length = base::count_characters(text);
             length > 1 && canvas_.height_of(fits, style, width_given) > height + 0.5; length = length * 9 / 10)
            fits = base::clip(text, length * 9 / 10);
        return fits;
    }

    void set_footer(PdfCanvas& page, std::size_t number) {
        auto const y = canvas_.height() - margin + 4;
        page.line(margin, y - 4, margin + width(), y - 4);
        page.text(document_.footer, footer_style, margin, y, width() * 0.8);
        page.text(fmt::format("{} / {}", number, canvas_.pages()), {8, false, Align::right}, margin + width() * 0.8, y,
                  width() * 0.2);
    }

    PrintedDocument const& document_;
    PdfCanvas canvas_;
    double y_ = 0;
};

}  // namespace

base::Result<std::string> write_pdf(PrintedDocument const& document) {
    return PdfSetter(document).set();
}

}  // namespace kunyu::documents
