#include "sensorthings/tree.hpp"

#include "sensorthings/page.hpp"
#include "sensorthings/relations.hpp"

#include <algorithm>

namespace kunyu::sensorthings {
namespace {

namespace obs = observations;

base::Result<void> grow_members(Reading const& reading, std::vector<EntityRef> const& members, Options const& options,
                                CollectionTree& tree) {
    for (auto const& member : members) {
        KUNYU_TRY(auto grown, grow(reading, member, options));
        tree.members.push_back(std::move(grown));
    }
    return {};
}

/// `paged` chooses the page; what its members expand stands in `options`, which last.
base::Result<CollectionTree> grow_page(Reading const& reading, std::vector<EntityRef> all, Options const& paged,
                                       Options const& options) {
    KUNYU_TRY(auto page, page_of(reading, std::move(all), paged));
    CollectionTree tree{{}, page.count, std::move(page.next), nullptr};
    KUNYU_TRY_VOID(grow_members(reading, page.members, options, tree));
    return tree;
}

base::Result<CollectionTree> grow_page(Reading const& reading, ObservationSet const& set, Options const& paged,
                                       Options const& options) {
    KUNYU_TRY(auto page, page_of(reading, set, paged));
    auto const rows = std::make_shared<std::vector<obs::Observation> const>(std::move(page.members));
    CollectionTree tree{{}, page.count, std::move(page.next), rows};
    std::vector<EntityRef> members;
    for (auto const& row : *rows) members.push_back({&row});
    KUNYU_TRY_VOID(grow_members(reading, members, options, tree));
    return tree;
}

/// The nested options, with what may still go into the answer as their page.
std::optional<Options> shorter(Reading const& reading, Options const& options) {
    auto const used = std::min(reading.work.entities, most_entities);
    auto const left = static_cast<std::int64_t>(most_entities - used);
    if (options.page() <= left) return std::nullopt;
    Options cut = options;
    cut.top = std::max<std::int64_t>(left, 1);
    return cut;
}

base::Result<CollectionTree> grow_many(Reading const& reading, EntityRef const& from, Expand const& expand) {
    auto const cut = shorter(reading, expand.options);
    auto const& paged = cut ? *cut : expand.options;
    if (expand.navigation->target == Kind::observation)
        return grow_page(reading, observations_of(reading, from), paged, expand.options);
    return grow_page(reading, related(reading, from, *expand.navigation), paged, expand.options);
}

base::Result<ExpandedTree> grow_expand(Reading const& reading, EntityRef const& from, Expand const& expand) {
    ExpandedTree tree{&expand, {}, nullptr};
    if (expand.navigation->many) {
        KUNYU_TRY(tree.many, grow_many(reading, from, expand));
        return tree;
    }
    auto const found = related(reading, from, *expand.navigation);
    if (found.empty()) return tree;
    KUNYU_TRY(auto one, grow(reading, found.front(), expand.options));
    tree.one = std::make_unique<EntityTree>(std::move(one));
    return tree;
}

}  // namespace

base::Result<CollectionTree> grow(Reading const& reading, std::vector<EntityRef> all, Options const& options) {
    return grow_page(reading, std::move(all), options, options);
}

base::Result<CollectionTree> grow(Reading const& reading, ObservationSet const& set, Options const& options) {
    return grow_page(reading, set, options, options);
}

base::Result<EntityTree> grow(Reading const& reading, EntityRef const& entity, Options const& options) {
    ++reading.work.entities;
    if (!reading.work.check(reading.work.entities, 2 * most_entities, "sensorthings.too_many_entities"))
        return *reading.work.refusal;
    EntityTree tree{entity, {}};
    for (auto const& expand : options.expand) {
        KUNYU_TRY(auto grown, grow_expand(reading, entity, expand));
        tree.expanded.push_back(std::move(grown));
    }
    return tree;
}

}  // namespace kunyu::sensorthings
