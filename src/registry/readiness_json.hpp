#pragma once
#include "base/json.hpp"
#include "registry/platform_json.hpp"
#include "registry/readiness_service.hpp"
#include "sql/database.hpp"

#include <boost/json.hpp>

namespace kunyu::registry {

boost::json::object readiness_json(sql::Session& session, ReadinessView const& view);
/// For the audit record.
boost::json::object readiness_record(ReadinessReport const& report);
ReadinessInput read_readiness(base::Reader& reader);

}  // namespace kunyu::registry
