#pragma once
#include "sql/database.hpp"

#include <boost/json.hpp>

#include <cstdint>
#include <string_view>

namespace kunyu::operations {

/// {"id", "user", "display_name"} of an account, or null when there is none; `shown` stands in for the display name of
/// today when it is not empty.
boost::json::value account_ref(sql::Session& session, std::int64_t account, std::string_view shown);
/// The same by log-in name.
boost::json::value account_ref_of_user(sql::Session& session, std::string_view user);

}  // namespace kunyu::operations
