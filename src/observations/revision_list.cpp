#include "observations/revision_list.hpp"

#include "base/ids.hpp"
#include "base/time.hpp"

namespace kunyu::observations {
namespace {

namespace json = boost::json;

std::int64_t size_of(std::vector<archive::OrdinalRun> const& runs) {
    std::int64_t count = 0;
    for (auto const& run : runs) count += run.count;
    return count;
}

/// {"4": 12}: how many got which flag.
json::object flags_of(archive::Revision const& revision) {
    json::object flags;
    for (auto const& run : revision.flags) {
        auto& count = flags[std::to_string(run.flag)];
        count = (count.is_int64() ? count.get_int64() : 0) + run.where.count;
    }
    return flags;
}

}  // namespace

base::Result<RevisionPage> list_revisions(archive::Store& store, StreamReach const& reach,
                                          std::optional<std::string> const& cursor, std::size_t limit) {
    std::optional<std::int64_t> before;
    if (cursor) {
        before = base::parse_id(*cursor);
        if (!before) return base::refuse("base.bad_cursor");
    }
    RevisionPage page;
    auto const all = store.revisions(reach.stream->id.value);
    for (auto revision = all.rbegin(); revision != all.rend(); ++revision) {
        if ((*revision)->on_arrival || (before && (*revision)->id >= *before)) continue;
        if ((*revision)->at >= reach.end.microseconds) continue;
        if (page.items.size() == limit) {
            page.next = std::to_string(page.items.back()->id);
            break;
        }
        page.items.push_back(*revision);
    }
    return page;
}

json::object to_json(archive::Revision const& revision, bool with_author) {
    return {{"id", revision.id},
            {"at", base::to_string(base::Instant{revision.at})},
            {"author", with_author ? json::value(revision.author) : json::value(nullptr)},
            {"reason", revision.reason},
            {"flagged", flags_of(revision)},
            {"deleted", size_of(revision.deletions)},
            {"restored", size_of(revision.restorations)},
            {"corrected", revision.replacements.size()}};
}

}  // namespace kunyu::observations
