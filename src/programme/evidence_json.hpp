#pragma once
#include "programme/evidence_service.hpp"
#include "programme/work_json.hpp"

namespace kunyu::programme {

/// As the contract shows it, with the steps open to the reader.
boost::json::object evidence_json(References& references, Evidence const& evidence,
                                  std::vector<WorkStep> const& offered);
/// For the audit record.
boost::json::object evidence_record(Evidence const& evidence);

}  // namespace kunyu::programme
