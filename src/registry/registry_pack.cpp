#include "registry/registry_pack.hpp"

#include "registry/category_pack.hpp"
#include "registry/organisation_refs.hpp"
#include "registry/platform_store.hpp"

#include <algorithm>
#include <map>

namespace kunyu::registry {
namespace {

using Slugs = std::map<std::string, OrganisationId>;

base::Result<OrganisationId> organisation(sql::Session& session, Slugs& known, std::string const& slug) {
    auto const found = known.find(slug);
    if (found != known.end()) return found->second;
    auto const id = find_organisation(session, slug);
    if (!id) return base::refuse("registry.unknown_organisation", {{"organisation", slug}});
    known.emplace(slug, *id);
    return *id;
}

base::Result<std::vector<Host>> hosts_of(sql::Session& session, Slugs& known, packs::PackPlatform const& source) {
    std::vector<Host> hosts;
    for (auto const& slug : source.hosts) {
        KUNYU_TRY(auto const id, organisation(session, known, slug));
        hosts.push_back({id, std::nullopt, hosts.empty(), false});
    }
    for (auto const& slug : source.cobuilders) {
        KUNYU_TRY(auto const id, organisation(session, known, slug));
        hosts.push_back({id, std::nullopt, false, true});
    }
    return hosts;
}

base::Result<PlatformId> platform_by_code(sql::Session& session, std::string const& code) {
    auto const id = find_platform(session, code);
    if (!id) return base::refuse("registry.unknown_platform", {{"platform", code}});
    return *id;
}

std::string result_code(std::string const& word) {
    static std::map<std::string, std::string> const codes = {
        {"优秀", "excellent"}, {"良好", "good"}, {"合格", "passed"}, {"不合格", "failed"}, {"较差", "failed"}};
    auto const found = codes.find(word);
    return found == codes.end() ? word : found->second;
}

base::Result<EventDraft> event_of(sql::Session& session, packs::PackPlatformEvent const& source) {
    EventDraft draft;
    draft.type = parse_event_type(source.type).value();
    draft.on = source.on;
    draft.not_before = source.not_before;
    draft.not_after = source.not_after;
    draft.effective = source.effective;
    draft.change.state = parse_state(source.to_state);
    if (source.stands_for) draft.stands_for = parse_event_type(*source.stands_for);
    if (source.partner) {
        KUNYU_TRY(draft.change.partner, platform_by_code(session, *source.partner));
    }
    if (source.result) draft.change.result = result_code(*source.result);
    draft.wording = source.wording.value_or("");
    draft.note = source.note.value_or("");
    draft.basis = source.origin.basis;
    draft.source = source.origin.source;
    return draft;
}

Profile profile_of(packs::PackPlatform const& source) {
    Profile profile;
    profile.kind = source.kind;
    profile.confidence = source.confidence;
    profile.note = source.note;
    profile.status_note = source.status_note;
    profile.host_text = source.host_text;
    if (source.level == "other") profile.source_level = source.source_level;
    profile.basis = source.origin.basis;
    profile.source = source.origin.source;
    profile.name_from_min = source.name_from_min;
    return profile;
}

Place place_of(packs::PackPlatform const& source) {
    return {source.province,        source.city,        source.lon,          source.lat,
            source.place_precision, source.place_basis, source.city_inferred};
}

base::Result<NewPlatform> platform_of(sql::Session& session, Slugs& known, packs::PackPlatform const& source) {
    NewPlatform platform;
    platform.code = source.id;
    platform.known_from = source.known_from;
    platform.profile = profile_of(source);
    for (auto const& event : source.events) {
        KUNYU_TRY(auto draft, event_of(session, event));
        draft.known_from = source.known_from;
        platform.events.push_back(std::move(draft));
    }
    auto& first = platform.events.front().change;
    first.name = Name{source.name.zh, source.name.en};
    first.category = source.category;
    first.level = source.level;
    first.field = source.field;
    KUNYU_TRY(first.hosts, hosts_of(session, known, source));
    std::vector<OrganisationId> supervisors;
    for (auto const& slug : source.supervisors) {
        KUNYU_TRY(auto const id, organisation(session, known, slug));
        supervisors.push_back(id);
    }
    first.supervisors = std::move(supervisors);
    first.place = place_of(source);
    if (source.branch_of) {
        KUNYU_TRY(first.branch_of, platform_by_code(session, *source.branch_of));
    }
    return platform;
}

/// What others lean on comes first.
std::vector<packs::PackPlatform const*> in_order(packs::Pack const& pack) {
    std::vector<packs::PackPlatform const*> ordered;
    for (auto const& platform : pack.platforms) ordered.push_back(&platform);
    std::stable_partition(ordered.begin(), ordered.end(), [](packs::PackPlatform const* platform) {
        return !platform->branch_of && !platform->joined_to;
    });
    return ordered;
}

}  // namespace

base::Result<PackEntered> import_pack(sql::Tx& tx, identity::Caller const& caller, PlatformService const& service,
                                      packs::Pack const& pack) {
    store_rules(tx, catalogue_of(pack));
    PackEntered entered;
    Slugs known;
    for (auto const* source : in_order(pack)) {
        if (find_platform(tx, source->id)) {
            ++entered.known;
            continue;
        }
        KUNYU_TRY(auto const platform, platform_of(tx, known, *source));
        KUNYU_TRY_VOID(service.enter(tx, caller, platform));
        ++entered.platforms;
    }
    service.finish_entering(tx);
    return entered;
}

}  // namespace kunyu::registry
