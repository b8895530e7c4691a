#include "sensorthings/page.hpp"

#include "base/ids.hpp"
#include "base/text.hpp"
#include "sensorthings/entity_source.hpp"
#include "sensorthings/sort_keys.hpp"

#include <algorithm>

namespace kunyu::sensorthings {
namespace {

using Members = std::vector<EntityRef>;

void drop_first(Members& members, std::size_t count) {
    members.erase(members.begin(), members.begin() + static_cast<std::ptrdiff_t>(std::min(count, members.size())));
}

/// Drops what stands before or at the token's entity. They are in the order of their ids, or in an order of their own
/// in which the entity is still to be found.
base::Result<void> begin_after(Members& members, std::string const& token) {
    auto const id = base::parse_id(token);
    if (!id)
        return base::refuse("sensorthings.bad_option", {{"option", "$skiptoken"}, {"value", base::clip(token, 60)}});
    auto found = std::find_if(members.begin(), members.end(), [&](auto const& one) { return one.id() == *id; });
    if (found == members.end())
        found = std::find_if(members.begin(), members.end(), [&](auto const& one) { return one.id() > *id; });
    else
        ++found;
    members.erase(members.begin(), found);
    return {};
}

struct Keyed {
    SortKeys keys;
    EntityRef entity;
};

/// Sorted by $orderby, from the token on.
base::Result<std::vector<Keyed>> sorted(Reading const& reading, Members const& members, Options const& options) {
    std::vector<Keyed> keyed;
    for (auto const& one : members) keyed.push_back({sort_keys(reading, one, options.order), one});
    std::sort(keyed.begin(), keyed.end(),
              [&](auto const& a, auto const& b) { return comes_before(a.keys, b.keys, options.order); });
    if (!options.skip_token) return keyed;
    auto const after = parse_token(*options.skip_token, options.order.size());
    if (!after)
        return base::refuse("sensorthings.bad_option",
                            {{"option", "$skiptoken"}, {"value", base::clip(*options.skip_token, 60)}});
    std::erase_if(keyed, [&](auto const& one) { return !comes_before(*after, one.keys, options.order); });
    return keyed;
}

/// Cuts to the page; answers whether something was left over.
bool cut(Members& members, std::size_t limit) {
    if (members.size() <= limit) return false;
    members.resize(limit, members.front());
    return true;
}

std::size_t limit_of(Options const& options) {
    return static_cast<std::size_t>(options.page());
}

void finish(Page<EntityRef>& page, Reading const& reading, Options const& options) {
    bool const more = cut(page.members, limit_of(options));
    if (!more || page.members.empty()) return;
    auto const& last = page.members.back();
    page.next = options.order.empty() ? std::to_string(last.id()) : to_token(sort_keys(reading, last, options.order));
}

}  // namespace

base::Result<Page<EntityRef>> page_of(Reading const& reading, std::vector<EntityRef> all, Options const& options) {
    Page<EntityRef> page;
    page.members = std::move(all);
    if (options.filter)
        std::erase_if(page.members, [&](auto const& one) {
            return !matches(*options.filter, EntitySource(reading, one), reading.now);
        });
    if (options.count) page.count = static_cast<std::int64_t>(page.members.size());
    if (!options.order.empty()) {
        KUNYU_TRY(auto const keyed, sorted(reading, page.members, options));
        page.members.clear();
        for (auto const& one : keyed) page.members.push_back(one.entity);
    } else if (options.skip_token) {
        KUNYU_TRY_VOID(begin_after(page.members, *options.skip_token));
    }
    drop_first(page.members, static_cast<std::size_t>(options.skip));
    finish(page, reading, options);
    if (reading.work.refusal) return *reading.work.refusal;
    return page;
}

}  // namespace kunyu::sensorthings
