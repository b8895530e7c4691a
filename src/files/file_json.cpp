#include "files/file_json.hpp"

namespace kunyu::files {

boost::json::object to_json(File const& file) {
    return {{"id", file.id.value},
            {"name", file.name},
            {"size", file.size},
            {"digest", "sha256:" + file.digest},
            {"media_type", file.media_type}};
}

boost::json::array to_json(std::vector<File> const& files) {
    boost::json::array items;
    for (auto const& file : files) items.push_back(to_json(file));
    return items;
}

}  // namespace kunyu::files
