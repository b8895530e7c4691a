#pragma once
#include "files/store.hpp"

#include <boost/json.hpp>

#include <vector>

namespace kunyu::files {

/// As everywhere in the API: {"id", "name", "size", "digest": "sha256:…", "media_type"}.
boost::json::object to_json(File const& file);
boost::json::array to_json(std::vector<File> const& files);

}  // namespace kunyu::files
