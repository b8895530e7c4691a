#pragma once
#include "base/result.hpp"
#include "documents/package.hpp"
#include "documents/xlsx_styles.hpp"

#include <string>
#include <vector>

namespace kunyu::documents {

/// A worksheet as the workbook lists it: the name on its tab and its part of the package.
struct XlsxSheetPart {
    std::string name;
    std::string part;
};

/// What the sheets of a workbook share.
struct XlsxBook {
    std::vector<XlsxSheetPart> sheets;  ///< visible worksheets in the order of their tabs
    std::vector<std::string> shared_texts;
    XlsxStyles styles;
    bool calendar_1904 = false;
};

/// Follows the relations of the package to workbook, styles, shared texts and sheets. Relations that lead out of the
/// package are ignored. Refuses with documents.not_xlsx, documents.damaged, documents.too_large.
base::Result<XlsxBook> read_book(Package& package, std::size_t most_sheets, std::size_t most_text_bytes);

}  // namespace kunyu::documents
