#pragma once
#include "base/result.hpp"
#include "observation_files/csv_mapping.hpp"
#include "observation_files/csv_scanner.hpp"

#include <cstdint>
#include <string_view>

namespace kunyu::observation_files {

/// What is needed to cut a file into cells and to read them as text.
struct CsvDialect {
    CsvEncoding encoding = CsvEncoding::automatic;
    CsvShape shape;
    std::uint64_t begin = 0;  ///< of the text: behind a byte order mark
};

/// Settles from the beginning of a file what the mapping leaves open. The delimiter is the character that stands
/// equally often on most lines; a comma gives way to the others, since it may be the decimal comma. Refuses with
/// observation_files.empty_file or observation_files.unknown_encoding.
base::Result<CsvDialect> find_dialect(std::string_view sample, CsvMapping const& mapping);

}  // namespace kunyu::observation_files
