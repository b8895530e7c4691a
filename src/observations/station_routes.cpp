#include "observations/station_routes.hpp"

#include "observations/route_parts.hpp"
#include "observations/station_access.hpp"
#include "observations/station_input.hpp"
#include "observations/station_json.hpp"
#include "observations/station_view.hpp"

namespace kunyu::observations {
namespace {

using http::Method;
using http::Request;
using http::Response;
using identity::Caller;

constexpr char const* not_found = "observations.thing_not_found";

base::Result<ThingId> station_id(Request const& request) {
    return id_in_path<ThingTag>(request, "id", not_found);
}

/// What the caller may do with the station.
boost::json::array steps_for(sql::Session& session, Caller const& caller, Thing const& thing) {
    auto const target = target_of(session, thing, base::day_of(caller.now));
    boost::json::array steps;
    if (identity::may(session, caller, station_editing, target)) steps.push_back("edit");
    if (identity::may(session, caller, "device.manage", target)) steps.push_back("manage_devices");
    if (identity::may(session, caller, station_reading, target)) steps.push_back("read_internal");
    return steps;
}

Response answer(sql::Session& session, Caller const& caller, int status, Thing const& thing) {
    auto body = station_json(session, load_station_view(session, thing.id), read_scope(session, caller), thing,
                             base::day_of(caller.now));
    body["steps"] = steps_for(session, caller, thing);
    auto const location = status == 201 ? "/api/v1/stations/" + std::to_string(thing.id.value) : std::string{};
    return registry::resource(status, body, thing.version, location);
}

base::Result<Response> read(EntityService const& entities, sql::Session& session, Caller const& caller,
                            Request const& request) {
    KUNYU_TRY(auto const id, station_id(request));
    KUNYU_TRY(auto const thing, entities.find(session, caller, id));
    return answer(session, caller, 200, thing);
}

base::Result<Response> streams(EntityService const& entities, sql::Session& session, Caller const& caller,
                               Request const& request) {
    KUNYU_TRY(auto const id, station_id(request));
    KUNYU_TRY_VOID(entities.find(session, caller, id));
    auto const view = load_station_view(session, id);
    auto const scope = read_scope(session, caller);
    boost::json::array items;
    for (auto const& [stream_id, stream] : view.streams())
        if (scope.sees(view, *stream)) items.push_back(stream_summary_json(view, *stream, base::day_of(caller.now)));
    return list_answer(std::move(items));
}

base::Result<Response> create(StationService const& stations, sql::Tx& tx, Caller const& caller,
                              Request const& request) {
    KUNYU_TRY(auto const input,
              registry::read_body(request, [&](base::Reader& reader) { return read_station(tx, reader, true); }));
    KUNYU_TRY(auto const thing, stations.create(tx, caller, input));
    return answer(tx, caller, 201, thing);
}

base::Result<Response> edit(StationService const& stations, sql::Tx& tx, Caller const& caller, Request const& request) {
    KUNYU_TRY(auto const id, station_id(request));
    KUNYU_TRY(auto const version, identity::expected_version(request));
    KUNYU_TRY(auto const input,
              registry::read_body(request, [&](base::Reader& reader) { return read_station(tx, reader, false); }));
    KUNYU_TRY(auto const thing, stations.edit(tx, caller, id, version, input));
    return answer(tx, caller, 200, thing);
}

base::Result<Response> take_away(EntityService const& entities, sql::Tx& tx, Caller const& caller,
                                 Request const& request) {
    KUNYU_TRY(auto const id, station_id(request));
    KUNYU_TRY(auto const version, identity::expected_version(request));
    KUNYU_TRY_VOID(entities.remove(tx, caller, id, version));
    return Response::no_content();
}

}  // namespace

void add_station_routes(http::Router& router, identity::Gate const& gate, EntityService const& entities,
                        StationService const& stations) {
    auto const get = [&](char const* path, auto handler) {
        gate.read(router, Method::get, path, registry::reading_route("station.read"),
                  [&entities, handler](sql::Session& session, Caller const& caller, Request const& request) {
                      return handler(entities, session, caller, request);
                  });
    };
    get("/api/v1/stations/{id}", read);
    get("/api/v1/stations/{id}/streams", streams);
    auto const write = [&](Method method, char const* path, http::RouteOptions const& options, auto const& service,
                           auto handler) {
        gate.write(router, method, path, options,
                   [&service, handler](sql::Tx& tx, Caller const& caller, Request const& request) {
                       return handler(service, tx, caller, request);
                   });
    };
    write(Method::post, "/api/v1/stations", registry::json_route("station.edit"), stations, create);
    write(Method::patch, "/api/v1/stations/{id}", registry::json_route("station.edit"), stations, edit);
    write(Method::del, "/api/v1/stations/{id}", registry::reading_route("station.edit"), entities, take_away);
}

}  // namespace kunyu::observations
