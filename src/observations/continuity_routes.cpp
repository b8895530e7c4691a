#include "observations/continuity_routes.hpp"

#include "observations/continuity_figures.hpp"
#include "observations/route_parts.hpp"

#include <map>

namespace kunyu::observations {
namespace {

using http::Method;
using http::Request;
using http::Response;
using identity::Caller;
namespace json = boost::json;

/// What a request is about; the view keeps the streams.
struct Asked {
    View view;
    ReadScope scope;
    base::Instant now;
    base::Day from;
    base::Day to;
    std::vector<MeasuredStream> streams = {};

    /// A stream of what is asked about, as far as the caller sees it.
    void add(Stream const& stream, std::optional<base::Day> since = {}, std::optional<base::Day> until = {}) {
        if (!scope.sees(view, stream)) return;
        base::Interval const days{since ? std::max(*since, from) : from, until ? std::min(*until, to) : to};
        streams.push_back(measured(view, scope, stream, days, now));
    }
    void add_station(ThingId thing, std::optional<base::Day> since = {}, std::optional<base::Day> until = {}) {
        for (auto const id : view.streams_of(thing))
            if (auto const* stream = view.find(id)) add(*stream, since, until);
    }
};

/// ?from=&to=, days; `to` is not included.
base::Result<Asked> asked(ContinuitySources const& sources, Caller const& caller, identity::QueryReader& query,
                          std::int64_t most_days) {
    auto const from = query.day("from");
    auto const to = query.day("to");
    if (!from) query.fault("from", "base.required");
    if (!to) query.fault("to", "base.required");
    if (from && to && *to <= *from) query.fault("to", "quality.run_reversed");
    if (from && to && to->number - from->number > most_days)
        query.fault("to", "quality.too_long_asked", {{"days", std::to_string(most_days)}});
    KUNYU_TRY_VOID(query.finish());
    auto view = sources.catalogue.fresh();
    auto scope = sources.database.read([&](sql::Session& session) { return read_scope(session, caller); });
    return Asked{std::move(view), std::move(scope), caller.now, *from, *to};
}

template <typename Find>
auto look_up(ContinuitySources const& sources, Find const& find) {
    return sources.database.read([&](sql::Session& session) { return find(session); });
}

/// The three things one may ask about: each adds its streams, or says that it is not there.
base::Result<void> add_stream(ContinuitySources const& sources, Caller const& caller, Request const& request,
                              Asked& asked) {
    KUNYU_TRY(auto const id, id_in_path<StreamTag>(request, "id", "observations.stream_not_found"));
    KUNYU_TRY_VOID(look_up(sources, [&](sql::Session& session) { return sources.entities.find(session, caller, id); }));
    if (auto const* stream = asked.view.find(id)) asked.add(*stream);
    return {};
}

base::Result<void> add_station(ContinuitySources const& sources, Caller const& caller, Request const& request,
                               Asked& asked) {
    KUNYU_TRY(auto const id, id_in_path<ThingTag>(request, "id", "observations.thing_not_found"));
    KUNYU_TRY_VOID(look_up(sources, [&](sql::Session& session) { return sources.entities.find(session, caller, id); }));
    asked.add_station(id);
    return {};
}

base::Result<void> add_network(ContinuitySources const& sources, Caller const& caller, Request const& request,
                               Asked& asked) {
    KUNYU_TRY(auto const id, id_in_path<NetworkTag>(request, "id", "observations.network_not_found"));
    KUNYU_TRY(auto const network,
              look_up(sources, [&](sql::Session& session) { return sources.networks.find(session, caller, id); }));
    for (auto const& member : network.members) asked.add_station(member.thing, member.from, member.to);
    return {};
}

using AddStreams = base::Result<void> (*)(ContinuitySources const&, Caller const&, Request const&, Asked&);

json::object share_json(quality::Share const& share) {
    auto const per_mille = share.per_mille();
    return {{"expected", share.expected},
            {"received", share.received},
            {"per_mille", per_mille ? json::value(*per_mille) : json::value(nullptr)}};
}

base::Result<Response> completeness(ContinuitySources const& sources, Caller const& caller, Request const& request,
                                    AddStreams add) {
    identity::QueryReader query(request);
    bool const by_month = query.choice("by", {"day", "month"}).value_or("day") == "month";
    KUNYU_TRY(auto about, asked(sources, caller, query, by_month ? most_days_by_month : most_days_by_day));
    KUNYU_TRY_VOID(add(sources, caller, request, about));
    KUNYU_TRY(auto const windows,
              completeness_of(sources.store, about.view, about.streams, about.from, about.to, by_month));
    quality::Share all;
    json::array items;
    for (auto const& window : windows) {
        auto item = share_json(window.share);
        item["first"] = base::to_string(window.first);
        item["after"] = base::to_string(window.after);
        items.push_back(std::move(item));
        all += window.share;
    }
    return identity::json_response(
        200, json::object{{"items", std::move(items)}, {"next", nullptr}, {"all", share_json(all)}});
}

base::Result<Response> gaps(ContinuitySources const& sources, Caller const& caller, Request const& request) {
    identity::QueryReader query(request);
    KUNYU_TRY(auto about, asked(sources, caller, query, most_days_of_rows));
    KUNYU_TRY_VOID(add_stream(sources, caller, request, about));
    json::array items;
    for (auto const& stream : about.streams) {
        KUNYU_TRY(auto const found, gaps_of(sources.store, about.view, stream));
        for (auto const& gap : found)
            items.push_back({{"from", base::to_string(gap.from)},
                             {"to", base::to_string(gap.to)},
                             {"missing", gap.missing},
                             {"open", gap.open}});
    }
    return list_answer(std::move(items));
}

base::Result<Response> figures(ContinuitySources const& sources, Caller const& caller, Request const& request,
                               AddStreams add) {
    identity::QueryReader query(request);
    RateRule rule;
    if (query.choice("part", {"hour", "day"}).value_or("hour") == "day") rule.part_seconds = 86'400;
    auto const delay = query.text("delay_seconds", 9);
    auto const seconds = delay ? base::parse_id(*delay) : std::optional(rule.delay_seconds);
    if (!seconds) query.fault("delay_seconds", "observations.not_a_number");
    KUNYU_TRY(auto about, asked(sources, caller, query, most_days_of_rows));
    rule.delay_seconds = *seconds;
    KUNYU_TRY_VOID(add(sources, caller, request, about));
    KUNYU_TRY(auto const found, figures_of(sources.store, about.view, about.streams, rule, caller.now));
    return identity::json_response(200, json::object{{"complete", share_json(found.complete)},
                                                     {"online", share_json(found.online)},
                                                     {"transmitted", share_json(found.transmitted)}});
}

}  // namespace

void add_continuity_routes(http::Router& router, identity::Gate const& gate, ContinuitySources const& sources) {
    auto const get = [&](std::string const& path, auto handler) {
        // By act(), since the archive opens reads of its own.
        gate.act(router, Method::get, path, registry::reading_route("observation.read"),
                 [sources, handler](Caller const& caller, Request const& request) {
                     return handler(sources, caller, request);
                 });
    };
    std::map<std::string, AddStreams> const subjects{{"/api/v1/streams/{id}", add_stream},
                                                     {"/api/v1/stations/{id}", add_station},
                                                     {"/api/v1/station-networks/{id}", add_network}};
    for (auto const& subject : subjects) {
        auto const add = subject.second;
        get(subject.first + "/completeness",
            [add](ContinuitySources const& from, Caller const& caller, Request const& request) {
                return completeness(from, caller, request, add);
            });
        get(subject.first + "/continuity",
            [add](ContinuitySources const& from, Caller const& caller, Request const& request) {
                return figures(from, caller, request, add);
            });
    }
    get("/api/v1/streams/{id}/gaps", gaps);
}

}  // namespace kunyu::observations
