#pragma once
#include "sql/database.hpp"

#include <boost/json.hpp>

#include <cstdint>
#include <map>
#include <vector>

namespace kunyu::registry {

/// Attachments as the contract shows them: {id, name, size, digest, media_type}.
std::map<std::int64_t, boost::json::object> event_files(sql::Session& session, std::vector<std::int64_t> const& ids);

}  // namespace kunyu::registry
