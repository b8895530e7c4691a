#pragma once
#include "archive/store.hpp"
#include "base/ids.hpp"
#include "base/result.hpp"
#include "files/store.hpp"
#include "identity/caller.hpp"
#include "jobs/jobs.hpp"
#include "observation_exchange/csv_import_mapping.hpp"
#include "observation_files/csv_report.hpp"
#include "observation_files/csv_suggestion.hpp"
#include "observations/catalogue.hpp"
#include "observations/ingest.hpp"
#include "sql/database.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace kunyu::observation_exchange {

inline constexpr std::string_view csv_import_job = "observations.csv_import";

struct CsvMappingChange {
    std::optional<std::string> name;
    std::optional<observation_files::CsvMapping> mapping;
};

/// A guess at a file, with the streams that its beginning speaks of.
struct CsvFileSuggestion {
    observation_files::CsvSuggestion suggestion;
    std::vector<std::string> streams;
};

/// The first rows of a file as the mapping reads them, and what is wrong in its beginning.
struct CsvPreview {
    struct Row {
        std::string stream;
        base::Instant time;
        double value = 0;
        std::uint8_t quality = 2;
        std::uint64_t line = 0;
    };
    std::vector<Row> rows;
    observation_files::CsvReport report;
};

/// What is to be brought in, and whether it is only tried.
struct CsvImportWish {
    files::FileId file;
    observation_files::CsvMapping mapping;
    bool dry_run = true;
};

/// Use cases of a station's CSV files: authorise -> rule -> store -> audit. Action observation.record over the
/// station's platform; mappings of stations that are not the caller's are not found. Safe for all threads.
class CsvImportService {
  public:
    CsvImportService(base::IdGenerator& ids, files::Store const& files) : ids_(ids), files_(files) {}

    base::Result<StationCsvMapping> create(sql::Tx& tx, identity::Caller const& caller, observations::ThingId station,
                                           CsvMappingChange const& change) const;
    base::Result<StationCsvMapping> edit(sql::Tx& tx, identity::Caller const& caller, CsvMappingId id,
                                         std::int64_t version, CsvMappingChange const& change) const;
    base::Result<void> remove(sql::Tx& tx, identity::Caller const& caller, CsvMappingId id, std::int64_t version,
                              std::string const& reason) const;
    base::Result<StationCsvMapping> find(sql::Session& session, identity::Caller const& caller, CsvMappingId id) const;
    /// By name.
    base::Result<std::vector<StationCsvMapping>> of_station(sql::Session& session, identity::Caller const& caller,
                                                            observations::ThingId station) const;

    /// Of a file that the caller uploaded. Refused as observation_files::suggest_mapping().
    base::Result<CsvFileSuggestion> suggest(sql::Session& session, identity::Caller const& caller,
                                            files::FileId file) const;
    /// Reads the beginning of such a file. Refused as observation_files::CsvDoor::open().
    base::Result<CsvPreview> preview(sql::Session& session, identity::Caller const& caller, files::FileId file,
                                     observation_files::CsvMapping const& mapping) const;
    /// Enqueues the job. The file stays with it: it is where the observations came from. Refused:
    /// observations.station_nowhere, since each observation is of something.
    base::Result<jobs::Job> start(sql::Tx& tx, identity::Caller const& caller, observations::ThingId station,
                                  CsvImportWish const& wish) const;

  private:
    base::IdGenerator& ids_;
    files::Store const& files_;
};

}  // namespace kunyu::observation_exchange
