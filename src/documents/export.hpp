#pragma once
#include "base/result.hpp"
#include "documents/table.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace kunyu::documents {

enum class Format { csv, xlsx, json };

/// "csv", "xlsx", "json".
std::optional<Format> parse_format(std::string_view text);

/// A document as it goes to a reader. `file_name` is safe for every file system; content_disposition() makes the header
/// of it.
struct Written {
    std::string bytes;
    std::string media_type;
    std::string file_name;
};

/// The table in a format, named "<file_stem>.<format>". JSON: a list of objects with the keys of the columns, absent
/// values null. Refuses with documents.not_written when a spreadsheet cannot hold it.
base::Result<Written> write(Table const& table, Format format);

}  // namespace kunyu::documents
