#include "observations/alarm_answers.hpp"
#include "observations/alarm_routes.hpp"
#include "observations/route_parts.hpp"

namespace kunyu::observations {
namespace {

using http::Method;
using http::Request;
using http::Response;
using identity::Caller;

constexpr char const* station_path = "/api/v1/stations/{id}/maintenance";

base::Result<ThingId> station_id(Request const& request) {
    return id_in_path<ThingTag>(request, "id", "observations.thing_not_found");
}

base::Result<Response> list(MaintenanceService const& maintenance, sql::Session& session, Caller const& caller,
                            Request const& request) {
    KUNYU_TRY(auto const id, station_id(request));
    KUNYU_TRY(auto const all, maintenance.of_station(session, caller, id));
    boost::json::array items;
    for (auto const& one : all) items.push_back(to_json(one));
    return list_answer(std::move(items));
}

NewMaintenance read_maintenance(base::Reader& reader, ThingId thing) {
    NewMaintenance announced;
    announced.thing = thing;
    announced.stream = reader.optional_id<StreamTag>("stream");
    announced.window.from = required_instant(reader, "from");
    announced.window.to = required_instant(reader, "to");
    announced.reason = reader.text("reason", {1, 500, false});
    return announced;
}

base::Result<Response> announce(MaintenanceService const& maintenance, sql::Tx& tx, Caller const& caller,
                                Request const& request) {
    KUNYU_TRY(auto const id, station_id(request));
    KUNYU_TRY(auto const announced,
              registry::read_body(request, [id = id](base::Reader& reader) { return read_maintenance(reader, id); }));
    KUNYU_TRY(auto const made, maintenance.announce(tx, caller, announced));
    return identity::json_response(201, to_json(made));
}

base::Result<Response> end(MaintenanceService const& maintenance, sql::Tx& tx, Caller const& caller,
                           Request const& request) {
    KUNYU_TRY(auto const id, id_in_path<MaintenanceTag>(request, "id", "quality.maintenance_not_found"));
    KUNYU_TRY(auto const ended, maintenance.end(tx, caller, id));
    return identity::json_response(200, to_json(ended));
}

}  // namespace

void add_maintenance_routes(http::Router& router, identity::Gate const& gate, MaintenanceService const& maintenance) {
    gate.read(router, Method::get, station_path, registry::reading_route("station.read_internal"),
              [&maintenance](sql::Session& session, Caller const& caller, Request const& request) {
                  return list(maintenance, session, caller, request);
              });
    auto const write = [&](char const* path, http::RouteOptions const& options, auto handler) {
        gate.write(router, Method::post, path, options,
                   [&maintenance, handler](sql::Tx& tx, Caller const& caller, Request const& request) {
                       return handler(maintenance, tx, caller, request);
                   });
    };
    write(station_path, registry::json_route("station.edit"), announce);
    write("/api/v1/maintenance/{id}/end", registry::json_route("station.edit"), end);
}

}  // namespace kunyu::observations
