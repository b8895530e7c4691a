#pragma once
#include "base/result.hpp"
#include "identity/caller.hpp"
#include "sql/database.hpp"

#include <boost/json.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::registry {

/// Makes uploaded files part of a thing (`kind` "application", its id). Each must be the caller's own and free, or part
/// of this thing already; files.unknown or files.attached_elsewhere at `path`/i otherwise.
base::Result<void> attach_files(sql::Tx& tx, identity::Caller const& caller, std::string_view kind,
                                std::int64_t subject, std::vector<std::int64_t> const& files,
                                std::string const& path = "/attachments");

/// Files as the contract shows them, in the order given.
boost::json::array files_json(sql::Session& session, std::vector<std::int64_t> const& files);

/// {id, user, display_name}; null for the program itself.
boost::json::value account_json(sql::Session& session, identity::AccountId account, std::string const& name);
/// The account of that display name, as a delegator is remembered; null for none.
boost::json::value account_json_by_name(sql::Session& session, std::string const& display_name);

/// The numbers of one list column: SELECT file FROM … ORDER BY ordinal.
std::vector<std::int64_t> file_column(sql::Session& session, std::string_view query, std::int64_t id);

}  // namespace kunyu::registry
