#pragma once
#include "base/result.hpp"
#include "documents/printed.hpp"

#include <string>

namespace kunyu::documents {

/// The document as PDF, set in Noto Sans CJK with the texts searchable and the lights drawn. Refuses with
/// documents.not_written. Safe for all threads.
base::Result<std::string> write_pdf(PrintedDocument const& document);

}  // namespace kunyu::documents
