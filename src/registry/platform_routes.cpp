#include "registry/platform_routes.hpp"

#include "base/json.hpp"
#include "base/text.hpp"
#include "identity/permissions.hpp"
#include "identity/query.hpp"
#include "registry/organisation_refs.hpp"
#include "registry/platform_document.hpp"
#include "registry/platform_export.hpp"
#include "registry/platform_input.hpp"
#include "registry/platform_json.hpp"
#include "registry/platform_query.hpp"
#include "registry/platform_store.hpp"

#include <algorithm>

namespace kunyu::registry {
namespace {

namespace json = boost::json;
using http::Request;
using http::Response;
using identity::Caller;
using identity::QueryReader;

/// Reads the body: `read(Reader&)` answers what it found; all faults at once.
template <typename F>
auto body_of(Request const& request, F&& read) -> base::Result<decltype(read(std::declval<base::Reader&>()))> {
    KUNYU_TRY(auto const value, base::parse_json(request.body));
    base::Reader reader(value);
    auto out = read(reader);
    KUNYU_TRY_VOID(reader.finish());
    return out;
}

std::vector<std::string> words(std::optional<std::string> const& text) {
    std::vector<std::string> list;
    if (!text) return list;
    for (auto const& word : base::split(*text, ','))
        if (!word.empty()) list.push_back(word);
    return list;
}

std::optional<OrganisationId> organisation(sql::Session& session, QueryReader& query, char const* name) {
    auto const key = query.text(name, 64);
    if (!key) return std::nullopt;
    auto const id = find_organisation(session, *key);
    if (!id) query.fault(name, "registry.unknown_organisation", {{"organisation", *key}});
    return id;
}

PlatformFilter read_filter(sql::Session& session, Caller const& caller, QueryReader& query) {
    PlatformFilter filter;
    filter.as_of = query.day("as_of").value_or(base::day_of(caller.now));
    filter.text = query.text("q", 100);
    filter.categories = words(query.text("category", 500));
    filter.levels = words(query.choice("level", {"national", "international", "ministry", "other"}));
    filter.fields = words(query.text("field", 500));
    filter.provinces = words(query.text("province", 200));
    filter.states = words(query.text("state", 500));
    for (auto const& state : filter.states)
        if (!parse_state(state)) query.fault("state", "registry.unknown_state", {{"state", base::clip(state, 50)}});
    filter.host = organisation(session, query, "host");
    filter.supervisor = organisation(session, query, "supervisor");
    filter.standing = query.choice("standing", {"counted", "reserved", "not_counted"});
    filter.confidence = query.choice("confidence", {"A", "B", "C", "D"});
    filter.sample = query.boolean("sample");
    return filter;
}

PlatformOrder order_of(std::optional<std::string> const& sort) {
    if (sort == "name") return PlatformOrder::name;
    if (sort == "-updated") return PlatformOrder::updated;
    return PlatformOrder::code;
}

base::Result<std::shared_ptr<RuleBook const>> rules_of(sql::Session& session) {
    auto rules = load_rules(session);
    if (rules->empty()) return base::refuse("registry.no_rules");
    return rules;
}

base::Result<Response> list(sql::Session& session, Caller const& caller, Request const& request) {
    QueryReader query(request);
    auto const filter = read_filter(session, caller, query);
    auto const order = order_of(query.choice("sort", {"code", "name", "-updated"}));
    auto const cursor = query.cursor();
    auto const limit = query.limit();
    KUNYU_TRY_VOID(query.finish());
    KUNYU_TRY(auto const rules, rules_of(session));
    KUNYU_TRY(auto const page, list_platforms(session, filter, order, cursor, limit));
    json::object const body{{"as_of", base::to_string(filter.as_of)},
                            {"items", summaries_json(session, *rules, filter.as_of, page.rows)},
                            {"next", base::json_or_null(page.next)}};
    return Response::json(200, json::serialize(body));
}

Response document_response(int status, StoredDocument const& document, base::Day as_of, base::Language language) {
    auto response = Response::json(status, finish_document(document.body, as_of, language));
    response.header("ETag", identity::etag_of(document.version));
    return response;
}

/// The platform assembled for a day other than today, or for today when an event has just come into effect.
base::Result<StoredDocument> assembled(PlatformService const& service, sql::Session& session, std::string const& slug,
                                       base::Day as_of) {
    KUNYU_TRY(auto const id, service.find(session, slug));
    KUNYU_TRY(auto const platform, service.platform(session, id));
    KUNYU_TRY(auto const history, service.history(session, id));
    if (!history.at(as_of)) return base::refuse("registry.platform_not_found");
    auto const rules = load_rules(session);
    return StoredDocument{platform.version,
                          platform_document(session, *rules, platform, history, load_events(session, id), as_of)};
}

base::Result<Response> read(PlatformService const& service, sql::Session& session, Caller const& caller,
                            Request const& request) {
    QueryReader query(request);
    auto const as_of = query.day("as_of");
    KUNYU_TRY_VOID(query.finish());
    auto const day = as_of.value_or(base::day_of(caller.now));
    auto const& slug = request.path_parameter("id");
    if (!as_of)
        if (auto const stored = stored_document(session, slug, day))
            return document_response(200, *stored, day, request.language);
    KUNYU_TRY(auto const document, assembled(service, session, slug, day));
    return document_response(200, document, day, request.language);
}

base::Result<Response> answer_platform(PlatformService const& service, sql::Session& session, Caller const& caller,
                                       Request const& request, int status, PlatformId id) {
    KUNYU_TRY(auto const platform, service.platform(session, id));
    auto const today = base::day_of(caller.now);
    auto stored = stored_document(session, platform.code, today);
    if (!stored) {
        auto const rules = load_rules(session);
        KUNYU_TRY(auto const history, service.history(session, id));
        stored = StoredDocument{platform.version,
                                platform_document(session, *rules, platform, history, load_events(session, id), today)};
    }
    auto response = document_response(status, *stored, today, request.language);
    if (status == 201) response.header("Location", "/api/v1/platforms/" + platform.code);
    return response;
}

base::Result<Response> record(PlatformService const& service, sql::Tx& tx, Caller const& caller,
                              Request const& request) {
    KUNYU_TRY(auto const platform,
              body_of(request, [&](base::Reader& reader) { return read_platform_record(tx, reader); }));
    KUNYU_TRY(auto const id, service.establish(tx, caller, platform));
    return answer_platform(service, tx, caller, request, 201, id);
}

base::Result<Response> edit(PlatformService const& service, sql::Tx& tx, Caller const& caller, Request const& request) {
    KUNYU_TRY(auto const id, service.find(tx, request.path_parameter("id")));
    KUNYU_TRY(auto const version, identity::expected_version(request));
    KUNYU_TRY(auto const change, body_of(request, read_profile_change));
    KUNYU_TRY_VOID(service.edit(tx, caller, id, version, change));
    return answer_platform(service, tx, caller, request, 200, id);
}

/// A page of a list that is read whole: events of one platform are few.
struct Slice {
    std::size_t begin = 0;
    std::size_t end = 0;
    json::value next = nullptr;
};

base::Result<Slice> slice_of(std::optional<std::string> const& cursor, int limit, std::size_t size) {
    Slice slice;
    if (cursor) {
        auto const text = base::base64url_decode(*cursor);
        auto const begin = text ? base::parse_id(*text) : std::nullopt;
        if (!begin) return base::refuse("base.bad_cursor");
        slice.begin = std::min(size, static_cast<std::size_t>(*begin));
    }
    slice.end = std::min(size, slice.begin + static_cast<std::size_t>(limit));
    if (slice.end < size) slice.next = base::base64url_encode(std::to_string(slice.end));
    return slice;
}

std::vector<Event> in_order(std::vector<Event> events, std::optional<base::Day> as_of) {
    if (as_of) std::erase_if(events, [&](Event const& event) { return event.effective > *as_of; });
    std::sort(events.begin(), events.end(), [](Event const& a, Event const& b) {
        return std::pair(a.effective, a.sequence) < std::pair(b.effective, b.sequence);
    });
    return events;
}

base::Result<Response> events(PlatformService const& service, sql::Session& session, Caller const& caller,
                              Request const& request) {
    QueryReader query(request);
    auto const as_of = query.day("as_of");
    auto const cursor = query.cursor();
    auto const limit = query.limit();
    KUNYU_TRY_VOID(query.finish());
    KUNYU_TRY(auto const id, service.find(session, request.path_parameter("id")));
    KUNYU_TRY(auto const platform, service.platform(session, id));
    KUNYU_TRY(auto const history, service.history(session, id));
    auto const rules = load_rules(session);
    auto const ordered = in_order(load_events(session, id), as_of);
    KUNYU_TRY(auto const slice, slice_of(cursor, limit, ordered.size()));
    auto const may_see_authors =
        identity::may(session, caller, "platform.event", service.target_of(id, history.last()));
    auto const context = load_event_context(session, *rules, platform, history, ordered, may_see_authors);
    json::array items;
    for (auto i = slice.begin; i < slice.end; ++i) items.push_back(event_json(context, ordered[i]));
    return Response::json(200, json::serialize(json::object{{"items", std::move(items)}, {"next", slice.next}}));
}

base::Result<Response> record_event(PlatformService const& service, sql::Tx& tx, Caller const& caller,
                                    Request const& request) {
    KUNYU_TRY(auto const id, service.find(tx, request.path_parameter("id")));
    KUNYU_TRY(auto const version, identity::expected_version_if_given(request));
    KUNYU_TRY(auto const before, service.platform(tx, id));
    if (version && *version != before.version) return base::refuse("identity.version_conflict");
    KUNYU_TRY(auto const draft, body_of(request, [&](base::Reader& reader) { return read_event(tx, reader); }));
    KUNYU_TRY(auto const event_id, service.record_event(tx, caller, id, draft));
    KUNYU_TRY(auto const platform, service.platform(tx, id));
    KUNYU_TRY(auto const history, service.history(tx, id));
    auto const rules = load_rules(tx);
    auto const event = load_event(tx, event_id);
    auto const context = load_event_context(tx, *rules, platform, history, {*event}, true);
    auto response = Response::json(201, json::serialize(event_json(context, *event)));
    response.header("ETag", identity::etag_of(platform.version));
    response.header("Location", "/api/v1/platforms/" + platform.code + "/events");
    return response;
}

json::object offer_json(Catalogue const& catalogue, OfferedStep const& offer, bool permitted, base::Language language) {
    json::array to;
    for (auto const state : offer.step.to) to.push_back(json::value(to_string(state)));
    json::array required;
    for (auto const& requirement : offer.step.requirements) required.push_back(json::value(requirement));
    json::array conditions;
    auto const has = [](std::vector<std::string> const& list, std::string const& item) {
        return std::find(list.begin(), list.end(), item) != list.end();
    };
    for (auto const& condition : offer.step.conditions) {
        json::value met = nullptr;
        if (has(offer.met, condition)) met = true;
        if (has(offer.missing, condition)) met = false;
        json::value detail = nullptr;
        if (condition == "free_place" && offer.no_place)
            detail = base::Messages::instance().text(offer.no_place->code, language, offer.no_place->params);
        conditions.push_back(json::object{{"id", condition},
                                          {"name", term_name(catalogue.conditions, condition)},
                                          {"met", std::move(met)},
                                          {"detail", std::move(detail)}});
    }
    return {{"step", to_string(offer.step.event)},
            {"name", term_name(catalogue.events, to_string(offer.step.event))},
            {"to", std::move(to)},
            {"permitted", permitted},
            {"allowed", offer.missing.empty()},
            {"requires", std::move(required)},
            {"conditions", std::move(conditions)},
            {"basis", offer.step.basis},
            {"source", offer.step.source}};
}

base::Result<Response> steps(PlatformService const& service, sql::Session& session, Caller const& caller,
                             Request const& request) {
    QueryReader query(request);
    auto const on = query.day("on").value_or(base::day_of(caller.now));
    KUNYU_TRY_VOID(query.finish());
    KUNYU_TRY(auto const id, service.find(session, request.path_parameter("id")));
    KUNYU_TRY(auto const now, service.snapshot(session, id, on));
    KUNYU_TRY(auto const offers, service.steps(session, caller, id, on));
    auto const rules = load_rules(session);
    auto const permitted = identity::may(session, caller, "platform.event", service.target_of(id, now));
    json::array items;
    for (auto const& offer : offers)
        items.push_back(offer_json(rules->for_reading(on), offer, permitted, request.language));
    json::object const body{
        {"on", base::to_string(on)}, {"state", to_string(now.state)}, {"items", std::move(items)}, {"next", nullptr}};
    return Response::json(200, json::serialize(body));
}

base::Result<Response> facets(sql::Session& session, Caller const& caller, Request const& request) {
    QueryReader query(request);
    auto const filter = read_filter(session, caller, query);
    KUNYU_TRY_VOID(query.finish());
    KUNYU_TRY(auto const rules, rules_of(session));
    auto const counted = count_facets(session, *rules, filter);
    json::object const body{{"as_of", base::to_string(filter.as_of)},
                            {"total", counted.total},
                            {"facets", json::object{{"category", facet_json(counted.category)},
                                                    {"level", facet_json(counted.level)},
                                                    {"field", facet_json(counted.field)},
                                                    {"province", facet_json(counted.province)},
                                                    {"state", facet_json(counted.state)},
                                                    {"host", facet_json(counted.host)}}}};
    return Response::json(200, json::serialize(body));
}

base::Result<Response> geojson(sql::Session& session, Caller const& caller, Request const& request) {
    QueryReader query(request);
    auto const filter = read_filter(session, caller, query);
    KUNYU_TRY_VOID(query.finish());
    auto response = Response::json(200, json::serialize(platform_features(session, filter)));
    response.headers.front().second = "application/geo+json";
    return response;
}

http::RouteOptions route(char const* action) {
    http::RouteOptions options;
    options.action = action;
    return options;
}

http::RouteOptions json_route(char const* action, char const* content_type) {
    auto options = route(action);
    options.content_types = {content_type};
    return options;
}

}  // namespace

void add_platform_routes(http::Router& router, identity::Gate const& gate, PlatformService const& service) {
    using http::Method;
    using sql::Session;
    using sql::Tx;
    gate.read(router, Method::get, "/api/v1/platforms", route("platform.read"), list);
    gate.read(router, Method::get, "/api/v1/platforms/facets", route("platform.read"), facets);
    gate.read(router, Method::get, "/api/v1/platforms.geojson", route("platform.read"), geojson);
    gate.read(router, Method::get, "/api/v1/platforms/{id}", route("platform.read"),
              [&service](Session& session, Caller const& caller, Request const& request) {
                  return read(service, session, caller, request);
              });
    gate.read(router, Method::get, "/api/v1/platforms/{id}/events", route("platform.read"),
              [&service](Session& session, Caller const& caller, Request const& request) {
                  return events(service, session, caller, request);
              });
    gate.read(router, Method::get, "/api/v1/platforms/{id}/steps", route("platform.read"),
              [&service](Session& session, Caller const& caller, Request const& request) {
                  return steps(service, session, caller, request);
              });
    gate.write(router, Method::post, "/api/v1/platforms", json_route("platform.record", "application/json"),
               [&service](Tx& tx, Caller const& caller, Request const& request) {
                   return record(service, tx, caller, request);
               });
    gate.write(router, Method::patch, "/api/v1/platforms/{id}", json_route("platform.edit", "application/json"),
               [&service](Tx& tx, Caller const& caller, Request const& request) {
                   return edit(service, tx, caller, request);
               });
    gate.write(router, Method::post, "/api/v1/platforms/{id}/events", json_route("platform.event", "application/json"),
               [&service](Tx& tx, Caller const& caller, Request const& request) {
                   return record_event(service, tx, caller, request);
               });
}

}  // namespace kunyu::registry
