#pragma once
#include "archive/revision.hpp"
#include "base/result.hpp"
#include "sql/database.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace kunyu::archive {

/// The later versions that `which` says ("WHERE generation > ? ORDER BY id"). Refused: archive.damaged.
base::Result<std::vector<std::shared_ptr<Revision const>>> read_revisions(sql::Session& session,
                                                                          std::string const& which,
                                                                          std::vector<sql::Value> const& values);

/// Those beyond the one with this id, in the order of their ids, which is that of their commits; at most `limit`.
/// Refused: archive.damaged.
base::Result<std::vector<std::shared_ptr<Revision const>>> revisions_after(sql::Session& session, std::int64_t id,
                                                                           std::int64_t limit);
/// The id of the last; 0 when there is none.
std::int64_t last_revision(sql::Session& session);

}  // namespace kunyu::archive
