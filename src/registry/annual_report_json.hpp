#pragma once
#include "base/json.hpp"
#include "registry/annual_report_service.hpp"
#include "sql/database.hpp"

#include <boost/json.hpp>

#include <vector>

namespace kunyu::registry {

/// As the contract shows it; `today` decides what is late.
boost::json::object annual_report_json(sql::Session& session, AnnualReport const& report,
                                       std::vector<ReportStep> const& offered, base::Day today);
/// How it stands, by the due day of its category.
ReportStanding standing_of_report(sql::Session& session, AnnualReport const& report, base::Day today);
/// For the audit record.
boost::json::object annual_report_record(AnnualReport const& report);

AnnualReportChange read_annual_report_change(base::Reader& reader);
ReportStepInput read_report_step(base::Reader& reader);

}  // namespace kunyu::registry
