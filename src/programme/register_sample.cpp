#include "programme/register_sample.hpp"

#include "programme/commitment_store.hpp"
#include "programme/regulation_store.hpp"

namespace kunyu::programme {
namespace {

/// Calls `remove(id)` for each id that the query selects; answers how many there were.
template <typename Remove>
std::int64_t remove_each(sql::Tx& tx, char const* query, Remove&& remove) {
    std::int64_t removed = 0;
    for (auto const& row : tx.query(query)) {
        remove(row.integer(0));
        ++removed;
    }
    return removed;
}

}  // namespace

std::int64_t remove_register_samples(sql::Tx& tx, InspectionService const& inspections, MeetingService const& meetings,
                                     SuggestionService const& suggestions) {
    auto removed = remove_each(tx, "SELECT id FROM inspection WHERE sample = 1 ORDER BY id",
                               [&](std::int64_t id) { inspections.remove(tx, {id}); });
    removed += remove_each(tx, "SELECT id FROM meeting WHERE sample = 1 ORDER BY id",
                           [&](std::int64_t id) { meetings.remove(tx, {id}); });
    removed += remove_each(tx, "SELECT id FROM suggestion WHERE sample = 1 ORDER BY id",
                           [&](std::int64_t id) { suggestions.remove(tx, {id}); });
    removed += remove_each(tx,
                           "SELECT e.id FROM commitment e LEFT JOIN platform p ON p.id = e.platform WHERE e.sample = 1"
                           " OR p.sample = 1 ORDER BY e.id",
                           [&](std::int64_t id) { remove_commitment(tx, {id}); });
    removed += remove_each(tx, "SELECT id FROM regulation WHERE sample = 1 ORDER BY id", [&](std::int64_t id) {
        tx.exec("UPDATE regulation SET successor = NULL WHERE successor = ?", id);
        remove_regulation(tx, {id});
    });
    return removed;
}

}  // namespace kunyu::programme
