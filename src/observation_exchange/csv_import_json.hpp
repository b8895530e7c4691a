#pragma once
#include "base/json.hpp"
#include "observation_exchange/csv_import_service.hpp"

#include <boost/json.hpp>

namespace kunyu::observation_exchange {

boost::json::object to_json(StationCsvMapping const& mapping);
/// With what is known of each stream's code, and which column was taken for what.
boost::json::object to_json(CsvFileSuggestion const& suggestion);
/// Faults in the form of the errors of jobs.
boost::json::object to_json(CsvPreview const& preview);
/// Of a job just made.
boost::json::object import_job_json(jobs::Job const& job);

/// Members that must be there; others may.
struct CsvMappingNeeds {
    bool name = false;
    bool mapping = false;
};
CsvMappingChange read_csv_mapping_change(base::Reader& reader, CsvMappingNeeds needs);

}  // namespace kunyu::observation_exchange
