#include "observations/change_feed.hpp"

namespace kunyu::observations {

void note_change(sql::Tx& tx, ChangeKind kind, std::int64_t id) {
    // Under the group's lock nobody else takes the same number.
    tx.exec("INSERT INTO observation_change (sequence, kind, id) VALUES (?, ?, ?)", last_change(tx) + 1,
            static_cast<std::int64_t>(kind), id);
}

std::vector<Change> changes_after(sql::Session& session, std::int64_t sequence) {
    std::vector<Change> changes;
    for (auto const& row : session.query(
             "SELECT sequence, kind, id FROM observation_change WHERE sequence > ? ORDER BY sequence", sequence))
        changes.push_back({row.integer(0), static_cast<ChangeKind>(row.integer(1)), row.integer(2)});
    return changes;
}

std::int64_t last_change(sql::Session& session) {
    return session.first("SELECT COALESCE(MAX(sequence), 0) FROM observation_change")->integer(0);
}

}  // namespace kunyu::observations
