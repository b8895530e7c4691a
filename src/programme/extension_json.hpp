#pragma once
#include "programme/extension_service.hpp"
#include "programme/work_json.hpp"

namespace kunyu::programme {

/// As the contract shows it, with the steps open to the reader.
boost::json::object extension_json(References& references, Extension const& extension,
                                   std::vector<WorkStep> const& offered);
/// For the audit record.
boost::json::object extension_record(Extension const& extension);

}  // namespace kunyu::programme
