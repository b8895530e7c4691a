#include "documents/docx.hpp"

#include "base/text.hpp"
#include "documents/docx_parts.hpp"
#include "documents/xml.hpp"
#include "documents/zip_writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace kunyu::documents {
namespace {

// Twentieths of a point.
constexpr int a4_short = 11906;
constexpr int a4_long = 16838;
constexpr int margin = 1120;
constexpr std::size_t rows_measured = 200;
constexpr std::size_t widest_column = 60;

bool is_number(ColumnType type) {
    return type == ColumnType::integer || type == ColumnType::decimal || type == ColumnType::money;
}

/// Characters with those of Chinese counted twice, as wide as they are set.
std::size_t set_width(std::string_view text) {
    std::size_t width = 0;
    for (char const c : text) {
        auto const byte = static_cast<unsigned char>(c);
        if ((byte & 0xC0U) != 0x80U) width += byte >= 0xE0 ? 2 : 1;
    }
    return width;
}

/// The text of a run: breaks and tabs as elements, everything else escaped.
std::string run_content(std::string_view text) {
    std::string out = "<w:t xml:space=\"preserve\">";
    for (char const c : xml_escaped(text)) {
        if (c == '\n')
            out += "</w:t><w:br/><w:t xml:space=\"preserve\">";
        else if (c == '\t')
            out += "</w:t><w:tab/><w:t xml:space=\"preserve\">";
        else if (c != '\r')
            out += c;
    }
    return out + "</w:t>";
}

std::string run(std::string_view text, std::string_view properties = {}) {
    if (text.empty()) return {};
    return fmt::format("<w:r>{}{}</w:r>", properties, run_content(text));
}

std::string paragraph(std::string_view style, std::string_view content, std::string_view properties = {}) {
    return fmt::format("<w:p><w:pPr><w:pStyle w:val=\"{}\"/>{}</w:pPr>{}</w:p>", style, properties, content);
}

/// The coloured shape, then the word in the colour of the text.
std::string light_runs(LightMark const& mark) {
    auto const colour = colour_of(mark.light);
    auto const look = fmt::format(
        "<w:rPr><w:rFonts w:ascii=\"Segoe UI Symbol\" w:hAnsi=\"Segoe UI Symbol\" w:eastAsia=\"Segoe UI Symbol\"/>"
        "<w:color w:val=\"{:02X}{:02X}{:02X}\"/></w:rPr>",
        colour.red, colour.green, colour.blue);
    return run(symbol_of(mark.light), look) + run(" " + mark.word);
}

/// Writes word/document.xml. Lives for one document.
class BodyWriter {
  public:
    explicit BodyWriter(PrintedDocument const& document)
        : document_(document), width_((document.landscape ? a4_long : a4_short) - 2 * margin) {}

    std::string write() {
        out_ = docx::document_begin;
        out_ += paragraph("Title", run(document_.title));
        if (!document_.subtitle.empty()) out_ += paragraph("Subtitle", run(document_.subtitle));
        for (auto const& block : document_.blocks) std::visit([this](auto const& one) { put(one); }, block);
        out_ += fmt::format(
            "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"rId2\"/><w:pgSz w:w=\"{}\" w:h=\"{}\"{}/>"
            "<w:pgMar w:top=\"{m}\" w:right=\"{m}\" w:bottom=\"{m}\" w:left=\"{m}\" w:header=\"560\" w:footer=\"560\" "
            "w:gutter=\"0\"/></w:sectPr></w:body></w:document>",
            document_.landscape ? a4_long : a4_short, document_.landscape ? a4_short : a4_long,
            document_.landscape ? " w:orient=\"landscape\"" : "", fmt::arg("m", margin));
        return std::move(out_);
    }

  private:
    void put(PrintedHeading const& heading) {
        out_ += paragraph(fmt::format("Heading{}", std::clamp(heading.level, 1, 3)), run(heading.text));
    }
    void put(PrintedParagraph const& block) { out_ += paragraph("Normal", run(block.text)); }
    void put(PrintedPageBreak const&) { out_ += "<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>"; }
    void put(PrintedLegend const& legend) {
        std::string runs;
        for (auto const& mark : legend.lights) runs += (runs.empty() ? "" : run("    ")) + light_runs(mark);
        out_ += paragraph("Normal", runs);
    }

    void put(PrintedTable const& block) {
        auto const& table = block.table;
        if (table.columns.empty()) return;
        if (!table.title.empty()) put(PrintedHeading{table.title, 3});
        auto const widths = column_widths(table);
        out_ += docx::table_properties;
        out_ += "<w:tblGrid>";
        for (auto const one : widths) out_ += fmt::format("<w:gridCol w:w=\"{}\"/>", one);
        out_ += "</w:tblGrid>";
        put_header(table, widths);
        for (auto const& row : table.rows) put_row(table, row, widths);
        // Without something between, the next table would grow together with this one.
        out_ += "</w:tbl>" + paragraph("Normal", {});
    }

    void put_header(Table const& table, std::vector<int> const& widths) {
        out_ += "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>";
        for (std::size_t i = 0; i < table.columns.size(); ++i)
            put_cell(widths[i], "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"E0E0E0\"/>",
                     paragraph("TableText", run(table.columns[i].title, "<w:rPr><w:b/></w:rPr>")));
        out_ += "</w:tr>";
    }

    void put_row(Table const& table, std::vector<Cell> const& row, std::vector<int> const& widths) {
        out_ += "<w:tr>";
        for (std::size_t i = 0; i < table.columns.size(); ++i) {
            auto const type = table.columns[i].type;
            auto const* mark = std::get_if<LightMark>(&row.at(i));
            put_cell(widths[i], {},
                     paragraph("TableText", mark ? light_runs(*mark) : run(shown(row.at(i), type)),
                               is_number(type) ? "<w:jc w:val=\"right\"/>" : ""));
        }
        out_ += "</w:tr>";
    }

    void put_cell(int width, std::string_view properties, std::string_view content) {
        out_ += fmt::format("<w:tc><w:tcPr><w:tcW w:w=\"{}\" w:type=\"dxa\"/>{}</w:tcPr>{}</w:tc>", width, properties,
                            content);
    }

    /// The width of the page shared by what stands in the columns; fixed, so that a long table opens at once.
    std::vector<int> column_widths(Table const& table) const {
        std::vector<std::size_t> wanted;
        for (std::size_t i = 0; i < table.columns.size(); ++i) {
            auto widest = set_width(table.columns[i].title);
            for (std::size_t row = 0; row < std::min(rows_measured, table.rows.size()); ++row)
                widest = std::max(widest, set_width(shown(table.rows[row].at(i), table.columns[i].type)) +
                                              (table.columns[i].type == ColumnType::light ? 3 : 0));
            wanted.push_back(std::clamp<std::size_t>(widest + 2, 4, widest_column));
        }
        auto const sum = std::accumulate(wanted.begin(), wanted.end(), std::size_t{0});
        std::vector<int> widths;
        for (auto const one : wanted) widths.push_back(static_cast<int>(static_cast<std::size_t>(width_) * one / sum));
        return widths;
    }

    PrintedDocument const& document_;
    int width_;
    std::string out_;
};

std::string footer_part(PrintedDocument const& document) {
    auto const right = (document.landscape ? a4_long : a4_short) - 2 * margin;
    auto const field = [](std::string_view name) {
        return fmt::format("<w:fldSimple w:instr=\" {} \"><w:r><w:t>1</w:t></w:r></w:fldSimple>", name);
    };
    auto const content = run(document.footer) + "<w:r><w:tab/></w:r>" + field("PAGE") + run(" / ") + field("NUMPAGES");
    auto const tabs = fmt::format("<w:tabs><w:tab w:val=\"right\" w:pos=\"{}\"/></w:tabs>", right);
    return std::string(docx::footer_begin) + paragraph("Footer", content, tabs) + "</w:ftr>";
}

std::string core_part(PrintedDocument const& document) {
    return fmt::format(docx::core_properties, xml_escaped(document.title));
}

}  // namespace

base::Result<std::string> write_docx(PrintedDocument const& document) {
    ZipWriter package;
    package.add_part("[Content_Types].xml", std::string(docx::content_types));
    package.add_part("_rels/.rels", std::string(docx::package_relations));
    package.add_part("word/document.xml", BodyWriter(document).write());
    package.add_part("word/_rels/document.xml.rels", std::string(docx::document_relations));
    package.add_part("word/styles.xml", std::string(docx::styles));
    package.add_part("word/footer1.xml", footer_part(document));
    package.add_part("docProps/core.xml", core_part(document));
    package.add_part("docProps/app.xml", std::string(docx::app_properties));
    return package.finish();
}

}  // namespace kunyu::documents
