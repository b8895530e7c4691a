#include "registry/event_files.hpp"

#include "sql/filter.hpp"

namespace kunyu::registry {

std::map<std::int64_t, boost::json::object> event_files(sql::Session& session, std::vector<std::int64_t> const& ids) {
    std::map<std::int64_t, boost::json::object> found;
    if (ids.empty()) return found;
    sql::Where where;
    where.add_in("id", ids);
    for (auto const& row :
         session.query_with("SELECT id, name, size, digest, media_type FROM file" + where.text(), where.args()))
        found[row.integer(0)] = {{"id", row.integer(0)},
                                 {"name", row.text(1)},
                                 {"size", row.integer(2)},
                                 {"digest", row.text(3)},
                                 {"media_type", row.text(4)}};
    return found;
}

}  // namespace kunyu::registry
