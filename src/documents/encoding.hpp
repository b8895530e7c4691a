#pragma once
#include "base/result.hpp"

#include <string>
#include <string_view>

namespace kunyu::documents {

/// The text of a file whose encoding nobody states: UTF-8 (a byte order mark is dropped) or GB18030, in which Chinese
/// spreadsheet programs save CSV (GBK and GB 2312 are parts of it). Refuses with documents.unknown_encoding whatever is
/// neither, or would read as another encoding of East Asia: a wrong guess would store nonsense.
base::Result<std::string> to_utf8(std::string_view bytes);

}  // namespace kunyu::documents
