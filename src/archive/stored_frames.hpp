#pragma once
#include "archive/frame_log.hpp"
#include "sql/database.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string_view>
#include <vector>

namespace kunyu::archive {

/// The name under which the first frame that is not sealed is kept among the cursors of the log.
constexpr std::string_view unsealed_cursor = "unsealed";

using TakeFrame = std::function<bool(Frame const&)>;

/// The frames that a restart has to read, from a folder in which a server may be writing. Refused: as read_log_folder.
base::Result<void> read_unsealed_files(sql::Database& database, std::filesystem::path const& folder,
                                       TakeFrame const& take);
/// The same out of the table of a snapshot; PostgreSQL alone. Refused: archive.frame_missing {sequence}.
base::Result<void> read_unsealed_rows(sql::Session& session, TakeFrame const& take);

/// Adds frames with the sequences they have; PostgreSQL alone.
void put_frames(sql::Tx& tx, std::vector<Frame> const& frames);

}  // namespace kunyu::archive
