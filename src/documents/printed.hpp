#pragma once
#include "documents/light.hpp"
#include "documents/table.hpp"

#include <string>
#include <variant>
#include <vector>

namespace kunyu::documents {

struct PrintedHeading {
    std::string text;
    int level = 1;  ///< 1 to 3
};

struct PrintedParagraph {
    std::string text;
};

/// The title of the table, its header repeated on each page it runs over, and its rows. The columns share the width of
/// the page by what stands in them.
struct PrintedTable {
    Table table;
};

/// What the lights of a table mean, side by side.
struct PrintedLegend {
    std::vector<LightMark> lights;
};

/// What follows begins on a new page.
struct PrintedPageBreak {};

using PrintedBlock = std::variant<PrintedHeading, PrintedParagraph, PrintedTable, PrintedLegend, PrintedPageBreak>;

/// A document on A4, whatever it is written as: a title on its first page, blocks one below the other, and a footer
/// with `footer` and the page number on each page.
struct PrintedDocument {
    std::string title;
    std::string subtitle;  ///< a line below the title: number and date of a document
    std::string footer;
    bool landscape = false;
    std::vector<PrintedBlock> blocks;
};

}  // namespace kunyu::documents
