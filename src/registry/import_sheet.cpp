#include "registry/import_sheet.hpp"

#include "base/text.hpp"

#include <charconv>
#include <set>

namespace kunyu::registry {
namespace {

std::string heading(ImportColumn const& column, base::Language language) {
    auto const code = column.message.empty() ? "registry.import_" + column.key : column.message;
    return base::Messages::instance().text(code, language);
}

/// Headings are compared without case and blanks.
std::string plain(std::string_view text) {
    std::string out;
    for (char const c : base::fold(text))
        if (c != ' ') out += c;
    return out;
}

std::map<std::string, std::string> known_headings(std::vector<ImportColumn> const& columns) {
    std::map<std::string, std::string> keys;
    for (auto const& column : columns) {
        keys[plain(column.key)] = column.key;
        for (auto const language : {base::Language::zh, base::Language::en})
            keys[plain(heading(column, language))] = column.key;
    }
    return keys;
}

std::string joined(std::vector<std::string> const& texts) {
    std::string out;
    for (auto const& text : texts) out += (out.empty() ? "" : ", ") + text;
    return out;
}

}  // namespace

documents::Table import_template(std::vector<ImportColumn> const& columns, std::string const& stem,
                                 base::Language language) {
    documents::Table table;
    table.title = base::Messages::instance().text("registry.sheet_" + stem, language);
    table.file_stem = stem;
    table.rows.emplace_back();
    for (auto const& column : columns) {
        table.columns.push_back({column.key, heading(column, language), documents::ColumnType::text, 0});
        table.rows.front().push_back(column.example.empty() ? documents::Cell{} : documents::Cell{column.example});
    }
    return table;
}

boost::json::object to_json(ImportFault const& fault) {
    boost::json::object params;
    for (auto const& [key, value] : fault.params) params[key] = value;
    auto const text_or_null = [](std::string const& text) {
        return text.empty() ? boost::json::value(nullptr) : boost::json::value(text);
    };
    return {{"sheet", text_or_null(fault.sheet)},
            {"row", fault.row},
            {"column", text_or_null(fault.column)},
            {"value", text_or_null(base::clip(fault.value, 200))},
            {"rule", fault.rule},
            {"params", std::move(params)}};
}

ImportRow::ImportRow(std::string const& sheet, documents::SheetRow const& row,
                     std::map<std::string, std::size_t> const& columns,
                     std::map<std::string, std::string> const& headings, std::vector<ImportFault>& faults)
    : sheet_(sheet), row_(row), columns_(columns), headings_(headings), faults_(faults) {}

std::string ImportRow::cell(std::string const& key) const {
    auto const found = columns_.find(key);
    if (found == columns_.end() || found->second >= row_.cells.size()) return {};
    return std::string(base::trim(row_.cells[found->second]));
}

void ImportRow::fault(std::string const& key, std::string rule, base::Params params) {
    auto const found = headings_.find(key);
    faults_.push_back({sheet_, row_.number, found == headings_.end() ? key : found->second, cell(key), std::move(rule),
                       std::move(params)});
}

std::optional<std::string> ImportRow::text(std::string const& key, std::size_t max) {
    auto const raw = cell(key);
    if (raw.empty()) return std::nullopt;
    auto clean = base::normalise(raw, true);
    if (!clean) {
        fault(key, "base.control_characters");
        return std::nullopt;
    }
    auto const length = base::count_characters(*clean);
    if (length > max) {
        fault(key, "base.too_long", {{"max", std::to_string(max)}, {"length", std::to_string(length)}});
        return std::nullopt;
    }
    return clean;
}

std::string ImportRow::required_text(std::string const& key, std::size_t max) {
    if (cell(key).empty()) fault(key, "base.required");
    return text(key, max).value_or("");
}

std::optional<base::Day> ImportRow::day(std::string const& key) {
    auto const raw = cell(key);
    if (raw.empty()) return std::nullopt;
    auto const day = base::parse_day(raw);
    if (!day) fault(key, "base.not_a_day", {{"value", base::clip(raw, 50)}});
    return day;
}

std::optional<double> ImportRow::number(std::string const& key, double min, double max) {
    auto const raw = cell(key);
    if (raw.empty()) return std::nullopt;
    double value = 0;
    auto const parsed = std::from_chars(raw.data(), raw.data() + raw.size(), value);
    if (parsed.ec != std::errc{} || parsed.ptr != raw.data() + raw.size()) {
        fault(key, "base.wrong_type", {{"expected", "number"}});
        return std::nullopt;
    }
    if (!(value >= min && value <= max)) {
        fault(key, "base.out_of_range",
              {{"min", std::to_string(static_cast<int>(min))}, {"max", std::to_string(static_cast<int>(max))}});
        return std::nullopt;
    }
    return value;
}

std::vector<std::string> ImportRow::list(std::string const& key) {
    auto text = this->text(key, 2000).value_or("");
    for (auto at = text.find("；"); at != std::string::npos; at = text.find("；")) text.replace(at, 3, ";");
    std::vector<std::string> items;
    for (auto const& item : base::split(text, ';'))
        if (auto const trimmed = base::trim(item); !trimmed.empty()) items.emplace_back(trimmed);
    return items;
}

std::string ImportRow::content() const {
    std::string all;
    for (auto const& [key, place] : columns_) {
        auto const value = cell(key);
        if (!value.empty()) all.append(key).append("\x1f").append(value).append("\x1e");
    }
    return all;
}

base::Result<ImportSheet> import_sheet(std::vector<documents::Sheet> sheets, std::vector<ImportColumn> const& columns) {
    if (sheets.empty() || sheets.front().rows.empty()) return base::refuse("registry.import_empty");
    ImportSheet sheet;
    sheet.name = sheets.front().name;
    sheet.rows = std::move(sheets.front().rows);
    auto const keys = known_headings(columns);
    std::vector<std::string> unknown;
    auto const& heads = sheet.rows.front().cells;
    for (std::size_t i = 0; i < heads.size(); ++i) {
        auto const text = std::string(base::trim(heads[i]));
        if (text.empty()) continue;
        auto const found = keys.find(plain(text));
        if (found == keys.end() || !sheet.columns.emplace(found->second, i).second) {
            unknown.push_back(base::clip(text, 50));
            continue;
        }
        sheet.headings.emplace(found->second, text);
    }
    std::vector<std::string> missing;
    for (auto const& column : columns)
        if (column.required && !sheet.columns.contains(column.key))
            missing.push_back(heading(column, base::Language::zh) + " (" + column.key + ")");
    if (!missing.empty()) return base::refuse("registry.import_columns_missing", {{"columns", joined(missing)}});
    if (!unknown.empty()) return base::refuse("registry.import_unknown_columns", {{"columns", joined(unknown)}});
    sheet.rows.erase(sheet.rows.begin());
    if (sheet.rows.empty()) return base::refuse("registry.import_empty");
    return sheet;
}

}  // namespace kunyu::registry
