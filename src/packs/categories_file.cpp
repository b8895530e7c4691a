#include "packs/files.hpp"
#include "packs/members.hpp"

namespace kunyu::packs {
namespace {

using base::Reader;

constexpr std::int64_t most = 1'000'000;

PackLevel read_level(Reader& reader) {
    PackLevel level;
    level.id = read_id(reader, "id");
    level.name = read_name(reader);
    level.counted = reader.boolean("counted");
    level.origin = read_origin(reader);
    return level;
}

PackCategory read_category(Reader& reader) {
    PackCategory category;
    category.id = read_id(reader, "id");
    category.level = read_id(reader, "level");
    category.order = reader.integer("order", 0, most);
    category.name = read_name(reader);
    reader.object("counting", [&](Reader& counting) {
        category.counts = read_ids(counting, "counts");
        category.reserves = read_ids(counting, "reserves");
        category.counting_origin = read_origin(counting);
        category.counting_note = read_note(counting);
    });
    category.validity = read_validity(reader);
    category.origin = read_origin(reader);
    return category;
}

PackField read_field(Reader& reader) {
    PackField field;
    field.id = read_id(reader, "id");
    field.name = read_name(reader);
    field.quota = reader.integer("quota", 0, most);
    field.open_list = reader.boolean("open_list");
    field.directions = read_terms(reader, "directions");
    return field;
}

PackTable read_table(Reader& reader) {
    PackTable table;
    table.number = reader.integer("table", 1, 1000);
    table.category = read_id(reader, "category");
    table.total = reader.integer("total", 0, most);
    table.origin = read_origin(reader);
    reader.each("fields", 100, [&](Reader& item) { table.fields.push_back(read_field(item)); });
    return table;
}

PackLayout read_layout(Reader& reader) {
    PackLayout layout;
    layout.validity = read_validity(reader);
    layout.target_by = reader.day("target_by");
    layout.ceiling = reader.integer("ceiling", 0, most);
    layout.origin = read_origin(reader);
    layout.note = read_note(reader);
    reader.each("tables", 100, [&](Reader& item) { layout.tables.push_back(read_table(item)); });
    return layout;
}

PackBaseline read_baseline(Reader& reader) {
    PackBaseline baseline;
    baseline.as_of = reader.day("as_of");
    baseline.origin = read_origin(reader);
    reader.each("counts", 100, [&](Reader& item) {
        auto category = read_id(item, "category");
        auto state = read_optional_id(item, "state");
        baseline.counts.push_back({std::move(category), std::move(state), item.integer("count", 0, most)});
    });
    return baseline;
}

PackSetting read_setting(Reader& reader) {
    PackSetting setting;
    setting.id = read_id(reader, "id");
    auto const* value = reader.raw("value");
    if (value && value->is_bool())
        setting.value = value->get_bool();
    else if (value && value->is_int64())
        setting.value = value->get_int64();
    else
        setting.value = reader.text("value");
    setting.name = read_name(reader);
    setting.validity = read_validity(reader);
    setting.origin = read_origin(reader);
    return setting;
}

}  // namespace

void read_categories(std::string_view file, std::string_view bytes, Pack& pack, Faults& faults) {
    read_json_file(file, bytes, faults, [&](Reader& reader) {
        reader.each("levels", 20, [&](Reader& item) { pack.levels.push_back(read_level(item)); });
        reader.each("categories", 200, [&](Reader& item) { pack.categories.push_back(read_category(item)); });
        reader.optional_object("layout", [&](Reader& part) { pack.layout = read_layout(part); });
        reader.optional_object("baseline", [&](Reader& part) { pack.baseline = read_baseline(part); });
        reader.each("rules", 200, [&](Reader& item) { pack.settings.push_back(read_setting(item)); });
    });
}

}  // namespace kunyu::packs
