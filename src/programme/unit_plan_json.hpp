#pragma once
#include "programme/unit_plan_service.hpp"
#include "programme/work_json.hpp"

namespace kunyu::programme {

/// As the contract shows it in a list.
boost::json::object unit_plan_summary(References& references, UnitPlan const& plan);
/// With what is in force, what was done with it, and the steps open to the reader.
boost::json::object unit_plan_json(References& references, UnitPlan const& plan, std::vector<WorkStep> const& offered);
/// For the audit record.
boost::json::object unit_plan_record(UnitPlan const& plan);

UnitPlanChange read_unit_plan_change(base::Reader& reader);

}  // namespace kunyu::programme
