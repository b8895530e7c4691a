#include "sensorthings/page.hpp"

#include "base/ids.hpp"
#include "base/text.hpp"
#include "sensorthings/entity_source.hpp"
#include "sensorthings/sort_keys.hpp"

#include <algorithm>
#include <map>

namespace kunyu::sensorthings {
namespace {

/// A member of a collection. One may stand in it several times: a MultiDatastream observes one property at two depths.
struct Member {
    EntityRef entity;
    std::size_t nth = 1;  ///< of those that are the same
    SortKeys keys = {};   ///< when there is an $orderby
};
using Members = std::vector<Member>;

Members numbered(std::vector<EntityRef> const& entities) {
    auto const not_rising = [](EntityRef const& a, EntityRef const& b) { return a.id() >= b.id(); };
    bool const distinct = std::adjacent_find(entities.begin(), entities.end(), not_rising) == entities.end();
    std::map<std::int64_t, std::size_t> seen;
    Members members;
    members.reserve(entities.size());
    for (auto const& one : entities) members.push_back({one, distinct ? 1 : ++seen[one.id()]});
    return members;
}

base::Refusal bad_token(std::string const& token) {
    return base::refuse("sensorthings.bad_option", {{"option", "$skiptoken"}, {"value", base::clip(token, 60)}});
}

/// A token and which of those that are the same it means: "5", "5.2".
struct Token {
    std::string text;
    std::size_t nth = 1;
};
std::string written(std::string const& text, std::size_t nth) {
    return nth == 1 ? text : text + '.' + std::to_string(nth);
}
base::Result<Token> parse_nth(std::string const& token) {
    auto const dot = token.find('.');
    if (dot == std::string::npos) return Token{token};
    auto const nth = base::parse_id(std::string_view(token).substr(dot + 1));
    if (!nth || *nth < 2) return bad_token(token);
    return Token{token.substr(0, dot), static_cast<std::size_t>(*nth)};
}

void drop_first(Members& members, std::size_t count) {
    members.erase(members.begin(), members.begin() + static_cast<std::ptrdiff_t>(std::min(count, members.size())));
}

/// Drops what stands before or at the token's member. They are in the order of their ids, or in an order of their own
/// in which the member is still to be found.
base::Result<void> begin_after(Members& members, std::string const& text) {
    KUNYU_TRY(auto const token, parse_nth(text));
    auto const id = base::parse_id(token.text);
    if (!id) return bad_token(text);
    auto found = std::find_if(members.begin(), members.end(),
                              [&](Member const& one) { return one.entity.id() == *id && one.nth == token.nth; });
    if (found == members.end())
        found = std::find_if(members.begin(), members.end(), [&](Member const& one) { return one.entity.id() > *id; });
    else
        ++found;
    members.erase(members.begin(), found);
    return {};
}

bool stands_before(Member const& a, Member const& b, Options const& options) {
    if (comes_before(a.keys, b.keys, options.order)) return true;
    return !comes_before(b.keys, a.keys, options.order) && a.nth < b.nth;
}

/// Sorted by $orderby, from the token on.
base::Result<void> sort(Members& members, Reading const& reading, Options const& options) {
    for (auto& one : members) one.keys = sort_keys(reading, one.entity, options.order);
    std::sort(members.begin(), members.end(),
              [&](Member const& a, Member const& b) { return stands_before(a, b, options); });
    if (!options.skip_token) return {};
    KUNYU_TRY(auto const token, parse_nth(*options.skip_token));
    auto const keys = parse_token(token.text, options.order.size());
    if (!keys) return bad_token(*options.skip_token);
    members.erase(std::remove_if(members.begin(), members.end(),
                                 [&](Member const& one) {
                                     return !stands_before({one.entity, token.nth, *keys}, one, options);
                                 }),
                  members.end());
    return {};
}

/// Takes the page's members; where more are left, the token of the last one.
void take(Page<EntityRef>& page, Members const& members, Options const& options) {
    auto const count = std::min(members.size(), static_cast<std::size_t>(options.page()));
    for (std::size_t i = 0; i < count; ++i) page.members.push_back(members[i].entity);
    if (count == 0 || count == members.size()) return;
    auto const& last = members[count - 1];
    page.next = written(options.order.empty() ? std::to_string(last.entity.id()) : to_token(last.keys), last.nth);
}

}  // namespace

base::Result<Page<EntityRef>> page_of(Reading const& reading, std::vector<EntityRef> all, Options const& options) {
    if (options.filter)
        std::erase_if(all, [&](EntityRef const& one) {
            return !matches(*options.filter, EntitySource(reading, one), reading.now);
        });
    Page<EntityRef> page;
    if (options.count) page.count = static_cast<std::int64_t>(all.size());
    auto members = numbered(all);
    if (!options.order.empty())
        KUNYU_TRY_VOID(sort(members, reading, options));
    else if (options.skip_token)
        KUNYU_TRY_VOID(begin_after(members, *options.skip_token));
    drop_first(members, static_cast<std::size_t>(options.skip));
    take(page, members, options);
    if (reading.work.refusal) return *reading.work.refusal;
    return page;
}

}  // namespace kunyu::sensorthings
