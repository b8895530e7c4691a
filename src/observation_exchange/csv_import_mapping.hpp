#pragma once
#include "base/ids.hpp"
#include "observation_files/csv_mapping.hpp"
#include "observations/entity.hpp"
#include "observations/entity_store.hpp"
#include "sql/database.hpp"

#include <optional>
#include <string>
#include <vector>

namespace kunyu::observation_exchange {

struct CsvMappingTag;
using CsvMappingId = base::Id<CsvMappingTag>;

/// How the files of one of a station's loggers are read. Its streams are called by their numbers.
struct StationCsvMapping {
    CsvMappingId id;
    std::int64_t version = 1;
    observations::ThingId thing;
    std::string name;
    observation_files::CsvMapping mapping;
    std::string created_by_name;
    base::Instant created_at;
};

std::optional<StationCsvMapping> load(sql::Session& session, CsvMappingId id);
/// Those of one station, by name.
std::vector<StationCsvMapping> load_csv_mappings(sql::Session& session, observations::ThingId thing);
void insert(sql::Tx& tx, StationCsvMapping const& mapping, observations::Stamp const& stamp);
void update(sql::Tx& tx, StationCsvMapping const& mapping, observations::Stamp const& stamp);
void remove(sql::Tx& tx, CsvMappingId id);

}  // namespace kunyu::observation_exchange
