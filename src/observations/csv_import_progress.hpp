#pragma once
#include "base/time.hpp"
#include "observation_files/csv_door.hpp"
#include "observation_files/csv_report.hpp"

#include <boost/json.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace kunyu::observations {

constexpr std::size_t kept_import_errors = 1000;
constexpr std::size_t shown_import_rows = 20;

/// How far an import has come, and what came of it so far. It is the checkpoint of the job.
struct CsvImportProgress {
    observation_files::CsvPlace place;
    observation_files::CsvReport read;
    std::uint64_t added = 0;  ///< new in the archive; in a trial, what would be
    std::uint64_t known = 0;  ///< there already

    struct ShownRow {
        std::string stream;
        base::Instant time;
        double value = 0;
        std::uint8_t quality = 2;
    };
    std::vector<ShownRow> first_rows;  ///< the first that were read, for a look at them

    void note(observation_files::CsvRowError error) { read.note(std::move(error), kept_import_errors); }
};

/// Whole, for going on.
boost::json::object to_checkpoint(CsvImportProgress const& progress);
CsvImportProgress from_checkpoint(boost::json::object const& checkpoint);
/// Of the job that is done, without the errors, which are asked for by themselves.
boost::json::object to_summary(CsvImportProgress const& progress, bool dry_run);
/// In the form of the errors of all imports: {sheet, row, column, value, rule, params}.
boost::json::object to_json(observation_files::CsvRowError const& error);

}  // namespace kunyu::observations
