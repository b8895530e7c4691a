#pragma once
#include "base/result.hpp"
#include "documents/table.hpp"

#include <string>
#include <variant>
#include <vector>

namespace kunyu::documents {

struct PdfHeading {
    std::string text;
    int level = 1;  ///< 1 to 3
};

struct PdfParagraph {
    std::string text;
};

/// The title of the table, its header repeated on each page it runs over, and its rows. The columns share the width of
/// the page by what stands in them.
struct PdfTable {
    Table table;
};

/// What follows begins on a new page.
struct PdfPageBreak {};

using PdfBlock = std::variant<PdfHeading, PdfParagraph, PdfTable, PdfPageBreak>;

/// A printed document on A4: a title on its first page, blocks one below the other, and a footer with `footer` and the
/// page number on each page.
struct PdfDocument {
    std::string title;
    std::string subtitle;  ///< a line below the title: number and date of a document
    std::string footer;
    bool landscape = false;
    std::vector<PdfBlock> blocks;
};

/// The document as PDF, set in Noto Sans CJK with the texts searchable. Refuses with documents.not_written. Safe for
/// all threads.
base::Result<std::string> write_pdf(PdfDocument const& document);

}  // namespace kunyu::documents
