#include "observation_exchange/csv_import_mapping.hpp"

#include "base/json.hpp"
#include "observations/linked_ids.hpp"
#include "observations/stored_json.hpp"

namespace kunyu::observation_exchange {
namespace {

constexpr char const* columns =
    "SELECT id, version, thing, name, mapping, created_by_name, created_at FROM observation_csv_mapping";

StationCsvMapping mapping_of(sql::Row const& row) {
    StationCsvMapping mapping;
    mapping.id = row.id<CsvMappingTag>(0);
    mapping.version = row.integer(1);
    mapping.thing = row.id<observations::ThingTag>(2);
    mapping.name = row.text(3);
    // What we wrote we can read, or a later version has made the rules stricter without a migration: our mistake.
    mapping.mapping = observation_files::read_csv_mapping(observations::stored_value(row.text(4))).value();
    mapping.created_by_name = row.text(5);
    mapping.created_at = row.instant(6);
    return mapping;
}

std::vector<StationCsvMapping> mappings_of(std::vector<sql::Row> const& rows) {
    std::vector<StationCsvMapping> mappings;
    for (auto const& row : rows) mappings.push_back(mapping_of(row));
    return mappings;
}

}  // namespace

std::optional<StationCsvMapping> load(sql::Session& session, CsvMappingId id) {
    return observations::first_of(mappings_of(observations::query_all_or_one(session, columns, "id", id.value, "id")));
}

std::vector<StationCsvMapping> load_csv_mappings(sql::Session& session, observations::ThingId thing) {
    return mappings_of(observations::query_all_or_one(session, columns, "thing", thing.value, "name, id"));
}

void insert(sql::Tx& tx, StationCsvMapping const& mapping, observations::Stamp const& stamp) {
    tx.exec(
        "INSERT INTO observation_csv_mapping (id, version, thing, name, mapping, created_by, created_by_name,"
        " created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        mapping.id, mapping.version, mapping.thing, mapping.name,
        observations::to_stored(observation_files::to_json(mapping.mapping)), stamp.by, mapping.created_by_name,
        stamp.at, stamp.at);
}

void update(sql::Tx& tx, StationCsvMapping const& mapping, observations::Stamp const& stamp) {
    tx.exec("UPDATE observation_csv_mapping SET version = ?, name = ?, mapping = ?, updated_at = ? WHERE id = ?",
            mapping.version, mapping.name, observations::to_stored(observation_files::to_json(mapping.mapping)),
            stamp.at, mapping.id);
}

void remove(sql::Tx& tx, CsvMappingId id) {
    tx.exec("DELETE FROM observation_csv_mapping WHERE id = ?", id);
}

}  // namespace kunyu::observation_exchange
