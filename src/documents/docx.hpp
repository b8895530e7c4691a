#pragma once
#include "base/result.hpp"
#include "documents/printed.hpp"

#include <string>
#include <string_view>

namespace kunyu::documents {

inline constexpr std::string_view docx_media_type =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// The document as DOCX (ECMA-376, transitional), to be worked on further: real headings, tables whose header repeats
/// on each page, page numbers as fields, lights as a coloured character before their word. The fonts are those of
/// Chinese official documents, by name only. Characters that XML cannot hold are left out. The same document gives the
/// same bytes. Refuses with documents.not_written. Safe for all threads.
base::Result<std::string> write_docx(PrintedDocument const& document);

}  // namespace kunyu::documents
