#include "archive/revision_rows.hpp"

#include <utility>

namespace kunyu::archive {
namespace {

base::Result<std::shared_ptr<Revision const>> read_revision(sql::Row const& row) {
    auto revision = std::make_shared<Revision>();
    revision->id = row.integer(0);
    revision->stream = row.integer(1);
    revision->at = row.integer(2);
    revision->author = row.text(3);
    revision->reason = row.text(4);
    revision->on_arrival = row.boolean(5);
    KUNYU_TRY_VOID(decode_changes(row.blob(6), *revision));
    return std::shared_ptr<Revision const>(std::move(revision));
}

}  // namespace

base::Result<std::vector<std::shared_ptr<Revision const>>> read_revisions(sql::Session& session,
                                                                          std::string const& which,
                                                                          std::vector<sql::Value> const& values) {
    std::vector<std::shared_ptr<Revision const>> revisions;
    base::Result<void> read = {};
    session.each("SELECT id, stream, at, author, reason, on_arrival, changes FROM archive_revision " + which, values,
                 [&](sql::Row const& row) {
                     auto revision = read_revision(row);
                     if (revision)
                         revisions.push_back(std::move(*revision));
                     else
                         read = revision.error();
                     return read.has_value();
                 });
    KUNYU_TRY_VOID(read);
    return revisions;
}

base::Result<std::vector<std::shared_ptr<Revision const>>> revisions_after(sql::Session& session, std::int64_t id,
                                                                           std::int64_t limit) {
    return read_revisions(session, "WHERE id > ? ORDER BY id LIMIT ?", {id, limit});
}

std::int64_t last_revision(sql::Session& session) {
    return session.first("SELECT COALESCE(MAX(id), 0) FROM archive_revision")->integer(0);
}

}  // namespace kunyu::archive
