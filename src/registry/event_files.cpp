#include "registry/event_files.hpp"

#include "files/file_json.hpp"

namespace kunyu::registry {

std::map<std::int64_t, boost::json::object> event_files(sql::Session& session, std::vector<std::int64_t> const& ids) {
    std::map<std::int64_t, boost::json::object> found;
    for (auto const id : ids)
        if (auto const file = files::Store::find(session, {id})) found[id] = files::to_json(*file);
    return found;
}

}  // namespace kunyu::registry
