#pragma once
#include "observation_files/csv_door.hpp"
#include "observation_files/csv_report.hpp"

#include <boost/json.hpp>

#include <cstdint>
#include <utility>

namespace kunyu::observation_exchange {

constexpr std::size_t kept_import_errors = 1000;

/// How far an import has come, and what came of it so far. It is the checkpoint of the job.
struct CsvImportProgress {
    observation_files::CsvPlace place;
    observation_files::CsvReport read;
    std::uint64_t added = 0;  ///< new in the archive; in a trial, what would be
    std::uint64_t known = 0;  ///< there already

    void note(observation_files::CsvRowError error) { read.note(std::move(error), kept_import_errors); }
};

/// Whole, for going on.
boost::json::object to_checkpoint(CsvImportProgress const& progress);
CsvImportProgress from_checkpoint(boost::json::object const& checkpoint);
/// Of the job that is done: counts alone.
boost::json::object to_summary(CsvImportProgress const& progress);
/// In the form of the errors of all imports: {sheet, row, column, value, rule, params}.
boost::json::object to_json(observation_files::CsvRowError const& error);

}  // namespace kunyu::observation_exchange
