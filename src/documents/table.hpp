#pragma once
#include "base/time.hpp"
#include "documents/light.hpp"

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace kunyu::documents {

/// What a column holds. money: whole fen, shown as yuan with two decimals in CSV and XLSX. instant: shown as local time
/// (UTC+8) there; JSON keeps fen and UTC. light: a shape and a word in print, the word alone in CSV and XLSX.
enum class ColumnType { text, integer, decimal, money, day, instant, boolean, light };

struct Column {
    std::string key;    ///< name of the member in JSON
    std::string title;  ///< what a reader sees, in his language
    ColumnType type = ColumnType::text;
    double width = 0;  ///< in characters; 0: by title and type
};

/// Nothing, or a value of the type of its column (integer and money both std::int64_t). A value of another type is our
/// mistake and throws std::bad_variant_access when written.
using Cell = std::variant<std::monostate, std::string, std::int64_t, double, bool, base::Day, base::Instant, LightMark>;

/// What CSV, XLSX and JSON exports have in common. Every row is as wide as `columns`.
struct Table {
    std::string title;      ///< name of the sheet, heading of a printed table
    std::string file_stem;  ///< name of the file without extension: "platforms-2018-06-30"
    std::vector<Column> columns;
    std::vector<std::vector<Cell>> rows;
};

/// The cell as a reader sees it: yuan with two decimals, days, local time "2018-06-30 08:00:00", true and false as ✓
/// and nothing, a light by its word.
std::string shown(Cell const& cell, ColumnType type);

}  // namespace kunyu::documents
