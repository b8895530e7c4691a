#pragma once
#include "archive/revision.hpp"
#include "base/result.hpp"
#include "observations/series.hpp"

#include <boost/json.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace kunyu::observations {

struct RevisionPage {
    std::vector<std::shared_ptr<archive::Revision const>> items;
    std::optional<std::string> next;
};

/// The later versions of a stream that somebody made, the newest first; what the tests on arrival found is no version.
/// Under an embargo only those made before it, since others tell of what it withholds. Refuses base.bad_cursor.
base::Result<RevisionPage> list_revisions(archive::Store& store, StreamReach const& reach,
                                          std::optional<std::string> const& cursor, std::size_t limit);

/// {id, at, author, reason, flagged, deleted, restored, corrected}; the author is null for who is not to know him.
boost::json::object to_json(archive::Revision const& revision, bool with_author);

}  // namespace kunyu::observations
