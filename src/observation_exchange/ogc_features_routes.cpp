#include "observation_exchange/ogc_features_routes.hpp"

#include "base/messages.hpp"
#include "http/target.hpp"
#include "observation_exchange/ogc_features.hpp"
#include "observations/route_parts.hpp"
#include "observations/series_reading.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace kunyu::observation_exchange {
namespace {

namespace json = boost::json;
using http::Request;
using http::Response;
using identity::Caller;

constexpr char const* reading = "station.read";
constexpr char const* service = "/ogc/v1";
constexpr char const* json_type = "application/json";
constexpr char const* geojson_type = "application/geo+json";
constexpr char const* crs84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84";
constexpr std::array<char const*, 2> conformance{"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
                                                 "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson"};

std::string root_of(Request const& request) {
    return (request.secure ? "https://" : "http://") + request.header("host").value_or("localhost") + service;
}

std::string say(Request const& request, char const* code) {
    return base::Messages::instance().text(code, request.language);
}

json::object link(std::string href, char const* relation, char const* type) {
    return {{"href", std::move(href)}, {"rel", relation}, {"type", type}};
}

Response answer(json::value const& body, char const* type = json_type) {
    auto response = identity::json_response(200, body);
    response.headers.front().second = type;
    return response;
}

/// These take no parameters (clause 7.6).
base::Result<void> no_parameters(Request const& request) {
    auto const read = identity::QueryReader(request).finish();
    if (read.has_error()) return base::Refusal("observations.bad_feature_query", {}, read.error().fields);
    return {};
}

base::Result<Response> landing(observations::SeriesParts const&, Caller const&, Request const& request) {
    KUNYU_TRY_VOID(no_parameters(request));
    auto const root = root_of(request);
    return answer(json::object{
        {"title", say(request, "observations.ogc_title")},
        {"description", say(request, "observations.ogc_description")},
        {"links", json::array{link(root, "self", json_type), link(root + "/api", "service-desc", json_type),
                              link(root + "/conformance", "conformance", json_type),
                              link(root + "/collections", "data", json_type)}}});
}

base::Result<Response> conforms(observations::SeriesParts const&, Caller const&, Request const& request) {
    KUNYU_TRY_VOID(no_parameters(request));
    return answer(json::object{{"conformsTo", json::array(conformance.begin(), conformance.end())}});
}

/// What clients are told of the interface: its paths and their parameters.
base::Result<Response> description(observations::SeriesParts const&, Caller const&, Request const& request) {
    KUNYU_TRY_VOID(no_parameters(request));
    auto const path = [&](char const* code, std::initializer_list<char const*> parameters, char const* type) {
        json::array all;
        for (auto const* name : parameters)
            all.push_back(json::object{
                {"name", name}, {"in", "query"}, {"required", false}, {"schema", json::object{{"type", "string"}}}});
        json::object const good{{"description", say(request, code)}, {"content", json::object{{type, json::object{}}}}};
        return json::object{{"get", json::object{{"summary", say(request, code)},
                                                 {"parameters", std::move(all)},
                                                 {"responses", json::object{{"200", good}}}}}};
    };
    auto item = path("observations.ogc_item", {}, geojson_type);
    item["get"].as_object()["parameters"] = json::array{json::object{
        {"name", "id"}, {"in", "path"}, {"required", true}, {"schema", json::object{{"type", "integer"}}}}};
    json::object const paths{
        {"/", path("observations.ogc_title", {}, json_type)},
        {"/conformance", path("observations.ogc_conformance", {}, json_type)},
        {"/collections", path("observations.ogc_collections", {}, json_type)},
        {"/collections/stations", path("observations.export_stations", {}, json_type)},
        {"/collections/stations/items",
         path("observations.export_stations", {"bbox", "datetime", "limit", "after"}, geojson_type)},
        {"/collections/stations/items/{id}", std::move(item)}};
    return answer(
        json::object{{"openapi", "3.0.3"},
                     {"info", json::object{{"title", say(request, "observations.ogc_title")}, {"version", "1.0.0"}}},
                     {"servers", json::array{json::object{{"url", root_of(request)}}}},
                     {"paths", paths}});
}

json::object stations_json(Request const& request, observations::SeriesReading const& reads) {
    auto const self = root_of(request) + "/collections/stations";
    json::object out{
        {"id", "stations"},
        {"title", say(request, "observations.export_stations")},
        {"description", say(request, "observations.ogc_description")},
        {"itemType", "feature"},
        {"crs", json::array{crs84}},
        {"links", json::array{link(self, "self", json_type), link(self + "/items", "items", geojson_type)}}};
    if (auto const extent = extent_of(reads.view(), reads.scope()))
        out["extent"] =
            json::object{{"spatial", json::object{{"bbox", json::array{json::array(extent->begin(), extent->end())}},
                                                  {"crs", crs84}}}};
    return out;
}

base::Result<Response> collections(observations::SeriesParts const& parts, Caller const& caller,
                                   Request const& request) {
    KUNYU_TRY_VOID(no_parameters(request));
    observations::SeriesReading const reads(parts, caller);
    return answer(json::object{{"links", json::array{link(root_of(request) + "/collections", "self", json_type)}},
                               {"collections", json::array{stations_json(request, reads)}}});
}

base::Result<Response> collection(observations::SeriesParts const& parts, Caller const& caller,
                                  Request const& request) {
    KUNYU_TRY_VOID(no_parameters(request));
    return answer(stations_json(request, observations::SeriesReading(parts, caller)));
}

/// Whether the caller may read an observation of the station in the time.
base::Result<bool> is_observed(observations::SeriesParts const& parts, observations::SeriesReading const& reads,
                               observations::Thing const& thing, FeatureTime const& time) {
    KUNYU_TRY(auto const streams, reads.streams_of(thing.id));
    for (auto const& reach : streams) {
        archive::TimeRange range;
        if (time.from) range.from = time.from->microseconds;
        range.to = reach.end.microseconds;
        if (time.to) range.to = std::min(range.to, time.to->microseconds);
        if (range.to <= range.from) continue;
        KUNYU_TRY(auto const count, parts.store.count(reach.stream->id.value, range));
        if (count > 0) return true;
    }
    return false;
}

/// The same request with another beginning.
std::string next_page(Request const& request, std::string const& items, observations::ThingId after) {
    std::string query;
    for (auto const& [name, value] : request.query)
        if (name != "after") query += name + "=" + http::percent_encode(value) + "&";
    return items + "?" + query + "after=" + std::to_string(after.value);
}

base::Result<Response> items(observations::SeriesParts const& parts, Caller const& caller, Request const& request) {
    KUNYU_TRY(auto const query, read_feature_query(request));
    observations::SeriesReading const reads(parts, caller);
    KUNYU_TRY(auto const page, list_features(reads.view(), reads.scope(), query,
                                             [&](observations::Thing const& thing, FeatureTime const& time) {
                                                 return is_observed(parts, reads, thing, time);
                                             }));
    json::array features;
    for (auto const* thing : page.items) features.push_back(feature_json(reads.view(), reads.scope(), *thing));
    auto const stations = root_of(request) + "/collections/stations";
    json::array links{link(stations + "/items", "self", geojson_type), link(stations, "collection", json_type)};
    if (page.next) links.push_back(link(next_page(request, stations + "/items", *page.next), "next", geojson_type));
    return answer(json::object{{"type", "FeatureCollection"},
                               {"timeStamp", base::to_string(caller.now)},
                               {"numberReturned", features.size()},
                               {"links", std::move(links)},
                               {"features", std::move(features)}},
                  geojson_type);
}

base::Result<Response> item(observations::SeriesParts const& parts, Caller const& caller, Request const& request) {
    KUNYU_TRY(auto const id,
              observations::id_in_path<observations::ThingTag>(request, "id", "observations.thing_not_found"));
    KUNYU_TRY_VOID(no_parameters(request));
    observations::SeriesReading const reads(parts, caller);
    KUNYU_TRY(auto const* const thing, reads.station(id));
    auto feature = feature_json(reads.view(), reads.scope(), *thing);
    auto const stations = root_of(request) + "/collections/stations";
    feature["links"] = json::array{link(stations + "/items/" + std::to_string(id.value), "self", geojson_type),
                                   link(stations, "collection", json_type)};
    return answer(feature, geojson_type);
}

}  // namespace

void add_ogc_features_routes(http::Router& router, identity::Gate const& gate, observations::SeriesParts const& parts) {
    auto const get = [&](std::string const& below, auto handler) {
        gate.act(
            router, http::Method::get, service + below, registry::reading_route(reading),
            [parts, handler](Caller const& caller, Request const& request) { return handler(parts, caller, request); });
    };
    get("", landing);
    get("/conformance", conforms);
    get("/api", description);
    get("/collections", collections);
    get("/collections/stations", collection);
    get("/collections/stations/items", items);
    get("/collections/stations/items/{id}", item);
}

}  // namespace kunyu::observation_exchange
