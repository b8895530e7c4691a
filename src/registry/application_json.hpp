#pragma once
#include "base/json.hpp"
#include "registry/application_service.hpp"
#include "sql/database.hpp"

#include <boost/json.hpp>

#include <vector>

namespace kunyu::registry {

/// As the contract shows it, with its history and the steps open to the reader.
boost::json::object application_json(sql::Session& session, Application const& application,
                                     std::vector<ApplicationStep> const& offered);
boost::json::object application_summary(sql::Session& session, Application const& application);

/// Reads a new draft (`whole`) or an autosave; organisations and platforms by id or readable key.
ApplicationChange read_application_change(sql::Session& session, base::Reader& reader, bool whole);
ApplicationStepInput read_application_step(base::Reader& reader);

/// Id or code of a platform; a fault at the member for an unknown one. Absent and null are nothing.
/// {id, code, name}, or null.
boost::json::value platform_json(sql::Session& session, std::optional<PlatformId> platform);

}  // namespace kunyu::registry
