#pragma once
#include "programme/slip_service.hpp"
#include "programme/work_json.hpp"

namespace kunyu::programme {

/// As the contract shows it in a list.
boost::json::object slip_summary(References& references, Slip const& slip);
/// With what happened to it and the steps open to the reader.
boost::json::object slip_json(References& references, Slip const& slip, std::vector<WorkStep> const& offered);
/// For the audit record.
boost::json::object slip_record(Slip const& slip);

SlipStepInput read_slip_step(base::Reader& reader);

}  // namespace kunyu::programme
