#pragma once
#include "base/json.hpp"
#include "observations/csv_import_service.hpp"

#include <boost/json.hpp>

namespace kunyu::observations {

boost::json::object to_json(StationCsvMapping const& mapping);
/// With what is known of each stream's code, and which column was taken for what.
boost::json::object to_json(CsvFileSuggestion const& suggestion);
/// Of a job just made.
boost::json::object import_job_json(jobs::Job const& job);

/// All of a new one (`whole`), or what is to be changed.
CsvMappingChange read_csv_mapping_change(base::Reader& reader, bool whole);

}  // namespace kunyu::observations
