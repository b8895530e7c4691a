#pragma once
#include "programme/progress_service.hpp"
#include "programme/work_json.hpp"

#include <boost/json.hpp>

#include <vector>

namespace kunyu::programme {

/// As the contract shows it in a list.
boost::json::object report_summary(References& references, ProgressReport const& report);
/// With what was done with it and the steps open to the reader.
boost::json::object report_json(References& references, ProgressReport const& report,
                                std::vector<WorkStep> const& offered);
boost::json::object owed_json(References& references, Plan const& plan, OwedReport const& report);
/// For the audit record.
boost::json::object report_record(ProgressReport const& report);

ReportChange read_report_change(base::Reader& reader);

}  // namespace kunyu::programme
