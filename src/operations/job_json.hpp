#pragma once
#include "base/messages.hpp"
#include "documents/table.hpp"
#include "http/message.hpp"
#include "jobs/jobs.hpp"

#include <boost/json.hpp>

namespace kunyu::operations {

/// A job as the API shows it.
boost::json::object job_json(sql::Session& session, http::Request const& request, jobs::Job const& job);

/// What a job noted row by row (jobs::JobRun::note_error with sheet, row, column, value, rule and params), with the
/// rule's sentence in the reader's language.
boost::json::array job_errors_json(boost::json::array const& noted, base::Language language);
/// The same as a table for CSV and XLSX.
documents::Table job_errors_table(boost::json::array const& noted, base::Language language);

}  // namespace kunyu::operations
