#pragma once
#include "documents/table.hpp"
#include "operations/list_words.hpp"

#include <boost/json.hpp>

#include <string_view>
#include <vector>

namespace kunyu::operations {

/// What a column makes of the JSON it finds. name: {"zh", "en"}, in the reader's language. word: one of a closed set.
/// bounded_day: the day, or earliest and latest.
enum class Shown { text, word, name, integer, decimal, boolean, day, bounded_day, instant };

/// A column of an exported list.
struct ListColumn {
    /// Its title is the message operations.list_<heading>.
    std::string_view heading;
    /// Members of a row: "platform.name". "exits[].on" takes each element of a list, joined with "; ". A leading "/"
    /// begins at the whole answer: "/as_of". "counts[#].known" takes the element with the number of the column, which
    /// then stands once for each element of `across`.
    std::string_view path;
    Shown shown = Shown::text;
    /// Of a word: the set, see Words.
    std::string_view words = {};
    /// The message in place of what is null or not there; for texts and in lists.
    std::string_view otherwise = {};
    /// A list of the whole answer whose elements have a name; it stands in the title.
    std::string_view across = {};
};

/// A list of the interface that goes out as a table.
struct ExportedList {
    std::string_view path;   ///< "/api/v1/calls"; may hold parameters as in http::Router
    std::string_view sheet;  ///< the message operations.sheet_<sheet>
    bool paged = true;       ///< takes `limit` and `cursor`
    std::vector<ListColumn> columns = {};
};

/// The answer of a list, {"items": [...], ...}, as a table: a row for each item, in their order.
documents::Table table_of(ExportedList const& list, boost::json::value const& answer, Words const& words);

}  // namespace kunyu::operations
