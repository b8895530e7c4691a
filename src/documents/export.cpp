#include "documents/export.hpp"

#include "documents/csv.hpp"
#include "documents/names.hpp"
#include "documents/xlsx_writer.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace kunyu::documents {
namespace {

namespace json = boost::json;

json::value to_json(Cell const& cell) {
    struct Visitor {
        json::value operator()(std::monostate) const { return nullptr; }
        json::value operator()(std::string const& text) const { return json::value(text); }
        json::value operator()(std::int64_t number) const { return number; }
        json::value operator()(double number) const { return number; }
        json::value operator()(bool truth) const { return truth; }
        json::value operator()(base::Day day) const { return json::value(base::to_string(day)); }
        json::value operator()(base::Instant instant) const { return json::value(base::to_string(instant)); }
        json::value operator()(LightMark const& mark) const {
            return json::object{{"light", to_string(mark.light)}, {"word", mark.word}};
        }
    };
    return std::visit(Visitor{}, cell);
}

/// One object a line, so that a reader of lines can follow a large file.
std::string write_json(Table const& table) {
    std::string out = "[";
    for (std::size_t r = 0; r < table.rows.size(); ++r) {
        json::object object;
        for (std::size_t c = 0; c < table.columns.size(); ++c)
            object[table.columns[c].key] = to_json(table.rows[r].at(c));
        out += r == 0 ? "\n" : ",\n";
        out += json::serialize(object);
    }
    return out + "\n]\n";
}

}  // namespace

std::optional<Format> parse_format(std::string_view text) {
    if (text == "csv") return Format::csv;
    if (text == "xlsx") return Format::xlsx;
    if (text == "json") return Format::json;
    return std::nullopt;
}

base::Result<Written> write(Table const& table, Format format) {
    switch (format) {
        case Format::csv:
            return Written{write_csv(table), "text/csv; charset=utf-8", safe_file_name(table.file_stem + ".csv")};
        case Format::json:
            return Written{write_json(table), "application/json", safe_file_name(table.file_stem + ".json")};
        case Format::xlsx:
            break;
    }
    KUNYU_TRY(auto bytes, write_xlsx({table}));
    return Written{std::move(bytes), std::string(xlsx_media_type), safe_file_name(table.file_stem + ".xlsx")};
}

}  // namespace kunyu::documents
