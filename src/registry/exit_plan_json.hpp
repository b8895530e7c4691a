#pragma once
#include "base/json.hpp"
#include "registry/exit_plan_service.hpp"
#include "sql/database.hpp"

#include <boost/json.hpp>

namespace kunyu::registry {

/// As the contract shows it; `today` decides whether it is late.
boost::json::object exit_plan_json(sql::Session& session, ExitPlan const& plan, base::Day today);
/// For the audit record.
boost::json::object exit_plan_record(ExitPlan const& plan);
NewExitPlan read_exit_plan(sql::Session& session, base::Reader& reader);

}  // namespace kunyu::registry
