#include "operations/list_table.hpp"

#include "base/json.hpp"

#include <algorithm>
#include <iterator>

namespace kunyu::operations {
namespace {

namespace json = boost::json;
using documents::Cell;
using documents::ColumnType;

/// Pointers into an answer; null where there is nothing, or null.
using Values = std::vector<json::value const*>;

json::value const* present(json::value const* value) {
    return value && value->is_null() ? nullptr : value;
}

json::value const* member(json::value const* of, std::string_view name) {
    auto const* object = of ? of->if_object() : nullptr;
    return object ? present(object->if_contains(name)) : nullptr;
}

/// One step of a path: "name", "name[]" or "name[#]".
Values step_to(Values const& from, std::string_view step, std::size_t number) {
    auto const name = step.substr(0, step.find('['));
    auto const which = step.substr(name.size());
    Values to;
    for (auto const* value : from) {
        auto const* found = member(value, name);
        auto const* list = found ? found->if_array() : nullptr;
        if (which.empty()) to.push_back(found);
        if (which == "[#]") to.push_back(list && number < list->size() ? present(&list->at(number)) : nullptr);
        if (which != "[]" || !list) continue;
        std::transform(list->begin(), list->end(), std::back_inserter(to),
                       [](auto const& one) { return present(&one); });
    }
    return to;
}

Values values_at(json::value const& from, std::string_view path, std::size_t number) {
    Values values{&from};
    while (!path.empty()) {
        auto const end = std::min(path.find('.'), path.size());
        values = step_to(values, path.substr(0, end), number);
        path.remove_prefix(std::min(end + 1, path.size()));
    }
    return values;
}

std::string plain_text(json::value const& value) {
    return value.is_string() ? std::string(value.get_string()) : json::serialize(value);
}

/// "2018-06-30", "2018-01-01/2018-12-31"; empty when nothing is known.
std::string bounded_day(json::value const& value) {
    if (auto const* day = member(&value, "day")) return plain_text(*day);
    auto const bound = [&value](char const* name) {
        auto const* found = member(&value, name);
        return found ? plain_text(*found) : std::string();
    };
    auto const text = bound("earliest") + "/" + bound("latest");
    return text == "/" ? std::string() : text;
}

Cell text_cell(std::string text) {
    return text.empty() ? Cell{} : Cell{std::move(text)};
}

template <typename T>
Cell cell_of_parsed(std::optional<T> const& parsed) {
    return parsed ? Cell{*parsed} : Cell{};
}

Cell absent(ListColumn const& column, Words const& words) {
    if (column.otherwise.empty()) return {};
    return base::Messages::instance().text(column.otherwise, words.language());
}

Cell cell_of(ListColumn const& column, json::value const* value, Words const& words) {
    if (!value) return absent(column, words);
    switch (column.shown) {
        case Shown::text:
            return text_cell(plain_text(*value));
        case Shown::word:
            return text_cell(words.of(column.words, plain_text(*value)));
        case Shown::name:
            return text_cell(words.in_language(value->as_object()));
        case Shown::bounded_day:
            return text_cell(bounded_day(*value));
        case Shown::integer:
            return value->to_number<std::int64_t>();
        case Shown::decimal:
            return value->to_number<double>();
        case Shown::boolean:
            return value->as_bool();
        case Shown::day:
            return cell_of_parsed(base::parse_day(plain_text(*value)));
        case Shown::instant:
            break;
    }
    return cell_of_parsed(base::parse_instant(plain_text(*value)));
}

ColumnType type_of(Shown shown) {
    switch (shown) {
        case Shown::integer:
            return ColumnType::integer;
        case Shown::decimal:
            return ColumnType::decimal;
        case Shown::boolean:
            return ColumnType::boolean;
        case Shown::day:
            return ColumnType::day;
        case Shown::instant:
            return ColumnType::instant;
        default:
            return ColumnType::text;
    }
}

bool takes_many(ListColumn const& column) {
    return column.path.find("[]") != std::string_view::npos;
}

/// An element of a list as a reader sees it.
std::string element_text(ListColumn const& column, json::value const* value, Words const& words) {
    return value ? documents::shown(cell_of(column, value, words), type_of(column.shown))
                 : documents::shown(absent(column, words), ColumnType::text);
}

Cell joined(ListColumn const& column, Values const& values, Words const& words) {
    std::string text;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (i > 0) text += "; ";
        text += element_text(column, values[i], words);
    }
    return text_cell(std::move(text));
}

/// A column as it stands in the table: the one with that number of those across a list.
struct PlacedColumn {
    ListColumn const* column;
    std::size_t number;
    std::string title;
};

/// What all cells of a table are made from.
struct Source {
    std::vector<PlacedColumn> columns;
    json::value const& answer;
    Words const& words;
};

std::vector<PlacedColumn> placed(ExportedList const& list, json::value const& answer, Words const& words) {
    std::vector<PlacedColumn> columns;
    for (auto const& column : list.columns) {
        auto const code = "operations.list_" + std::string(column.heading);
        auto const title = base::Messages::instance().text(code, words.language());
        if (column.across.empty()) {
            columns.push_back({&column, 0, title});
            continue;
        }
        auto const names = values_at(answer, std::string(column.across) + "[].name", 0);
        for (std::size_t i = 0; i < names.size(); ++i)
            columns.push_back({&column, i, words.in_language(names[i]->as_object()) + " · " + title});
    }
    return columns;
}

Cell cell_at(Source const& source, PlacedColumn const& placed, json::value const& row) {
    auto const& column = *placed.column;
    bool const of_answer = column.path.front() == '/';
    auto const values =
        values_at(of_answer ? source.answer : row, column.path.substr(of_answer ? 1 : 0), placed.number);
    if (takes_many(column)) return joined(column, values, source.words);
    return cell_of(column, values.front(), source.words);
}

}  // namespace

documents::Table table_of(ExportedList const& list, json::value const& answer, Words const& words) {
    Source const source{placed(list, answer, words), answer, words};
    documents::Table table;
    table.title = base::Messages::instance().text("operations.sheet_" + std::string(list.sheet), words.language());
    for (auto const& column : source.columns) {
        auto const type = takes_many(*column.column) ? ColumnType::text : type_of(column.column->shown);
        table.columns.push_back({std::string(column.column->heading), column.title, type, 0});
    }
    for (auto const& row : answer.at("items").as_array()) {
        auto& cells = table.rows.emplace_back();
        for (auto const& column : source.columns) cells.push_back(cell_at(source, column, row));
    }
    return table;
}

}  // namespace kunyu::operations
