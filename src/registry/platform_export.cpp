#include "registry/platform_export.hpp"

#include "base/json.hpp"
#include "registry/platform_json.hpp"

namespace kunyu::registry {
namespace {

namespace json = boost::json;
using documents::Cell;
using documents::ColumnType;

std::string in(json::value const& name, base::Language language) {
    if (name.is_null()) return {};
    auto const& object = name.as_object();
    auto const& en = object.at("en");
    auto const& chosen = language == base::Language::en && !en.is_null() ? en : object.at("zh");
    return std::string(chosen.as_string());
}

Cell text_cell(json::value const& value) {
    return value.is_null() ? Cell{} : Cell{std::string(value.as_string())};
}

Cell number_cell(json::value const& value) {
    return value.is_null() ? Cell{} : Cell{value.to_number<double>()};
}

Cell names_cell(json::value const& list, base::Language language) {
    std::string joined;
    for (auto const& item : list.as_array())
        joined += (joined.empty() ? "" : "; ") + in(item.as_object().at("name"), language);
    return joined.empty() ? Cell{} : Cell{joined};
}

/// The day, or what is known of it.
Cell since_cell(json::object const& since) {
    if (!since.at("day").is_null()) return text_cell(since.at("day"));
    auto const bound = [&](char const* key) {
        return since.at(key).is_null() ? std::string() : std::string(since.at(key).as_string());
    };
    auto const text = bound("earliest") + "/" + bound("latest");
    return text == "/" ? Cell{} : Cell{text};
}

std::vector<documents::Column> columns(base::Language language) {
    auto const column = [language](char const* key, ColumnType type = ColumnType::text) {
        return documents::Column{key, base::Messages::instance().text("registry.column_" + std::string(key), language),
                                 type, 0};
    };
    return {column("code"),
            column("name"),
            column("name_en"),
            column("kind"),
            column("category"),
            column("level"),
            column("field"),
            column("state"),
            column("since"),
            column("hosts"),
            column("supervisors"),
            column("province"),
            column("city"),
            column("longitude", ColumnType::decimal),
            column("latitude", ColumnType::decimal),
            column("confidence"),
            column("sample", ColumnType::boolean),
            column("standing")};
}

std::vector<Cell> cells(json::object const& row, base::Language language) {
    auto const& name = row.at("name").as_object();
    auto const standing = "registry.standing_" + std::string(row.at("standing").as_string());
    return {text_cell(row.at("code")),
            text_cell(name.at("zh")),
            text_cell(name.at("en")),
            text_cell(row.at("kind")),
            in(row.at("category_name"), language),
            text_cell(row.at("level")),
            in(row.at("field_name"), language),
            in(row.at("state_name"), language),
            since_cell(row.at("since").as_object()),
            names_cell(row.at("hosts"), language),
            names_cell(row.at("supervisors"), language),
            text_cell(row.at("province")),
            text_cell(row.at("city")),
            number_cell(row.at("longitude")),
            number_cell(row.at("latitude")),
            text_cell(row.at("confidence")),
            row.at("sample").as_bool(),
            base::Messages::instance().text(standing, language)};
}

json::object feature_json(PlatformRow const& row) {
    json::value geometry = nullptr;
    if (row.lon && row.lat)
        geometry = json::object{{"type", "Point"}, {"coordinates", json::array{*row.lon, *row.lat}}};
    return {{"type", "Feature"},
            {"id", row.id.value},
            {"geometry", std::move(geometry)},
            {"properties", json::object{{"code", row.code},
                                        {"name", name_json(row.name)},
                                        {"category", row.category},
                                        {"level", row.level},
                                        {"field", row.field.empty() ? json::value(nullptr) : json::value(row.field)},
                                        {"state", to_string(row.state)},
                                        {"province", base::json_or_null(row.province)},
                                        {"city", base::json_or_null(row.city)},
                                        {"sample", row.sample},
                                        {"standing", row.standing}}}};
}

}  // namespace

documents::Table platform_table(sql::Session& session, RuleBook const& rules, PlatformFilter const& filter,
                                base::Language language) {
    documents::Table table;
    table.title = base::Messages::instance().text("registry.sheet_platforms", language);
    table.file_stem = "platforms-" + base::to_string(filter.as_of);
    table.columns = columns(language);
    auto const rows = all_platforms(session, filter, most_exported);
    for (auto const& row : summaries_json(session, rules, filter.as_of, rows))
        table.rows.push_back(cells(row.as_object(), language));
    return table;
}

json::object platform_features(sql::Session& session, PlatformFilter const& filter) {
    json::array features;
    for (auto const& row : all_platforms(session, filter, most_exported)) features.push_back(feature_json(row));
    return {{"type", "FeatureCollection"}, {"as_of", base::to_string(filter.as_of)}, {"features", std::move(features)}};
}

}  // namespace kunyu::registry
