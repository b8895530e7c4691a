#include "observations/network_store.hpp"
#include "observations/route_parts.hpp"
#include "observations/station_facets_json.hpp"
#include "observations/station_json.hpp"
#include "observations/station_list.hpp"
#include "observations/station_routes.hpp"
#include "registry/platform_query.hpp"
#include "registry/platform_store.hpp"

#include <utility>

namespace kunyu::observations {
namespace {

namespace json = boost::json;
using http::Request;
using http::Response;
using identity::Caller;

std::optional<std::int64_t> find_platform(sql::Session& session, std::string const& key) {
    if (auto const number = base::parse_id(key)) return *number;
    auto const found = registry::find_platform(session, key);
    return found ? std::optional(found->value) : std::nullopt;
}

/// The members of the network on the day.
base::Result<std::set<ThingId>> members_of(sql::Session& session, std::int64_t network, base::Day day) {
    auto const found = load(session, NetworkId{network});
    if (!found) return base::refuse_field("network", "observations.network_not_found");
    std::set<ThingId> members;
    for (auto const& member : found->members)
        if (member.from <= day && (!member.to || day < *member.to)) members.insert(member.thing);
    return members;
}

/// The platforms that stand in the province on the day.
std::set<std::int64_t> platforms_in(sql::Session& session, std::string const& province, base::Day day) {
    std::set<std::int64_t> platforms;
    for (auto const& [platform, where] : registry::provinces_of_platforms(session, day))
        if (where == province) platforms.insert(platform.value);
    return platforms;
}

/// What narrows the list and its facets alike; `more` reads what else the route takes.
template <typename More>
base::Result<StationFilter> read_filter(sql::Session& session, Caller const& caller, identity::QueryReader& query,
                                        More const& more) {
    StationFilter filter;
    filter.words = query.text("q");
    auto const platform = query.text("platform", 32);
    auto const network = number_in(query, "network");
    if (auto const property = number_in(query, "observed_property"))
        filter.observed_property = ObservedPropertyId{*property};
    auto const province = query.text("province", 2);
    more();
    if (platform) {
        filter.platform = find_platform(session, *platform);
        if (!filter.platform) query.fault("platform", "registry.unknown_platform", {{"platform", *platform}});
    }
    KUNYU_TRY_VOID(query.finish());
    auto const today = base::day_of(caller.now);
    if (network) {
        KUNYU_TRY(filter.among, members_of(session, *network, today));
    }
    if (province) filter.platforms = platforms_in(session, *province, today);
    return filter;
}

base::Result<Response> list(Catalogue& catalogue, sql::Session& session, Caller const& caller, Request const& request) {
    identity::QueryReader query(request);
    std::optional<std::string> cursor;
    std::size_t limit = 0;
    KUNYU_TRY(auto const filter, read_filter(session, caller, query, [&] {
                  cursor = query.cursor();
                  limit = static_cast<std::size_t>(query.limit());
              }));
    catalogue.refresh(session);
    auto const view = catalogue.view();
    auto const scope = read_scope(session, caller);
    KUNYU_TRY(auto const page, list_stations(view, scope, filter, cursor, limit));
    json::array items;
    for (auto const* thing : page.items) items.push_back(station_summary_json(session, view, scope, *thing));
    return list_answer(std::move(items), page.next);
}

StationGroups groups_of(sql::Session& session, base::Day day) {
    StationGroups groups;
    groups.members = members_of_networks(session, day);
    for (auto const& [platform, province] : registry::provinces_of_platforms(session, day))
        groups.provinces.emplace(platform.value, province);
    return groups;
}

base::Result<Response> facets(Catalogue& catalogue, sql::Session& session, Caller const& caller,
                              Request const& request) {
    identity::QueryReader query(request);
    KUNYU_TRY(auto const filter, read_filter(session, caller, query, [] {}));
    catalogue.refresh(session);
    auto const view = catalogue.view();
    auto const today = base::day_of(caller.now);
    auto const counted = count_facets(view, read_scope(session, caller), filter, groups_of(session, today));
    return identity::json_response(200, to_json(session, view, counted, today));
}

}  // namespace

void add_station_list_routes(http::Router& router, identity::Gate const& gate, Catalogue& catalogue) {
    auto const get = [&](char const* path, auto handler) {
        gate.read(router, http::Method::get, path, registry::reading_route("station.read"),
                  [&catalogue, handler](sql::Session& session, Caller const& caller, Request const& request) {
                      return handler(catalogue, session, caller, request);
                  });
    };
    get("/api/v1/stations", list);
    get("/api/v1/stations/facets", facets);
}

}  // namespace kunyu::observations
