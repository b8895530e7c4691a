#include "observations/route_parts.hpp"
#include "observations/station_input.hpp"
#include "observations/station_json.hpp"
#include "observations/station_routes.hpp"

namespace kunyu::observations {
namespace {

using http::Method;
using http::Request;
using http::Response;
using identity::Caller;

constexpr char const* managing = "device.manage";

base::Result<DeviceId> device_id(Request const& request) {
    return id_in_path<DeviceTag>(request, "id", "observations.device_not_found");
}

base::Result<ThingId> station_id(Request const& request) {
    return id_in_path<ThingTag>(request, "id", "observations.thing_not_found");
}

std::string path_of(Device const& device) {
    return "/api/v1/devices/" + std::to_string(device.id.value);
}

/// With the secret, which is shown this once.
Response answer(int status, DeviceWithSecret const& made) {
    auto body = device_json(made.device);
    body["key"] = made.secret;
    return registry::resource(status, body, made.device.version, status == 201 ? path_of(made.device) : std::string{});
}

base::Result<Response> list(DeviceService const& devices, sql::Session& session, Caller const& caller,
                            Request const& request) {
    KUNYU_TRY(auto const station, station_id(request));
    KUNYU_TRY(auto const all, devices.of_station(session, caller, station));
    boost::json::array items;
    for (auto const& device : all) items.push_back(device_json(device));
    return list_answer(std::move(items));
}

base::Result<Response> read(DeviceService const& devices, sql::Session& session, Caller const& caller,
                            Request const& request) {
    KUNYU_TRY(auto const id, device_id(request));
    KUNYU_TRY(auto const device, devices.find(session, caller, id));
    return registry::resource(200, device_json(device), device.version);
}

base::Result<Response> edit(DeviceService const& devices, sql::Tx& tx, Caller const& caller, Request const& request) {
    KUNYU_TRY(auto const id, device_id(request));
    KUNYU_TRY(auto const version, identity::expected_version(request));
    KUNYU_TRY(auto const change,
              registry::read_body(request, [](base::Reader& reader) { return read_device(reader, false); }));
    KUNYU_TRY(auto const device, devices.edit(tx, caller, id, version, change));
    return registry::resource(200, device_json(device), device.version);
}

base::Result<Response> revoke(DeviceService const& devices, sql::Tx& tx, Caller const& caller, Request const& request) {
    KUNYU_TRY(auto const id, device_id(request));
    KUNYU_TRY(auto const version, identity::expected_version_if_given(request));
    KUNYU_TRY(auto const reason, registry::read_body(request, [](base::Reader& reader) {
                  return reader.text("reason", {1, 500});
              }));
    KUNYU_TRY(auto const device, devices.revoke(tx, caller, id, version, reason));
    return registry::resource(200, device_json(device), device.version);
}

base::Result<Response> create(DeviceService const& devices, sql::Database& database, Caller const& caller,
                              Request const& request) {
    KUNYU_TRY(auto const station, station_id(request));
    KUNYU_TRY(auto const change,
              registry::read_body(request, [](base::Reader& reader) { return read_device(reader, true); }));
    KUNYU_TRY(auto const made,
              database.write([&](sql::Tx& tx) { return devices.create(tx, caller, station, change); }));
    return answer(201, made);
}

base::Result<Response> rotate(DeviceService const& devices, sql::Database& database, Caller const& caller,
                              Request const& request) {
    KUNYU_TRY(auto const id, device_id(request));
    KUNYU_TRY(auto const version, identity::expected_version_if_given(request));
    KUNYU_TRY(auto const overlap, registry::read_body(request, [](base::Reader& reader) {
                  return reader.integer("overlap_seconds", 0, longest_overlap_seconds);
              }));
    KUNYU_TRY(auto const made,
              database.write([&](sql::Tx& tx) { return devices.rotate(tx, caller, id, version, overlap); }));
    return answer(200, made);
}

}  // namespace

void add_device_routes(http::Router& router, identity::Gate const& gate, sql::Database& database,
                       DeviceService const& devices) {
    auto const get = [&](char const* path, auto handler) {
        gate.read(router, Method::get, path, registry::reading_route(managing),
                  [&devices, handler](sql::Session& session, Caller const& caller, Request const& request) {
                      return handler(devices, session, caller, request);
                  });
    };
    get("/api/v1/stations/{id}/devices", list);
    get("/api/v1/devices/{id}", read);
    auto const write = [&](Method method, char const* path, auto handler) {
        gate.write(router, method, path, registry::json_route(managing),
                   [&devices, handler](sql::Tx& tx, Caller const& caller, Request const& request) {
                       return handler(devices, tx, caller, request);
                   });
    };
    write(Method::patch, "/api/v1/devices/{id}", edit);
    write(Method::post, "/api/v1/devices/{id}/revoke", revoke);
    // By act(), so that no reply with a key is kept for repetition.
    auto const act = [&](char const* path, auto handler) {
        gate.act(router, Method::post, path, registry::json_route(managing),
                 [&devices, &database, handler](Caller const& caller, Request const& request) {
                     return handler(devices, database, caller, request);
                 });
    };
    act("/api/v1/stations/{id}/devices", create);
    act("/api/v1/devices/{id}/rotate", rotate);
}

}  // namespace kunyu::observations
