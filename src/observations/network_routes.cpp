#include "observations/network_store.hpp"
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

constexpr char const* not_found = "observations.network_not_found";

base::Result<NetworkId> network_id(Request const& request) {
    return id_in_path<NetworkTag>(request, "id", not_found);
}

Response answer(sql::Session& session, int status, Network const& network) {
    auto const location =
        status == 201 ? "/api/v1/station-networks/" + std::to_string(network.id.value) : std::string{};
    return registry::resource(status, network_json(session, network), network.version, location);
}

base::Result<Response> list(NetworkService const& networks, sql::Session& session, Caller const& caller,
                            Request const& request) {
    KUNYU_TRY(auto const page, identity::page_of(request));
    KUNYU_TRY(auto const found, networks.list(session, caller, page.cursor, page.limit));
    boost::json::array items;
    for (auto const& network : found.items) items.push_back(network_json(session, network));
    return list_answer(std::move(items), found.next);
}

base::Result<Response> read(NetworkService const& networks, sql::Session& session, Caller const& caller,
                            Request const& request) {
    KUNYU_TRY(auto const id, network_id(request));
    KUNYU_TRY(auto const network, networks.find(session, caller, id));
    return answer(session, 200, network);
}

struct Body {
    Network network;
    std::optional<std::vector<std::int64_t>> attachments;
};

base::Result<Body> body_of(Request const& request, bool whole, Network network) {
    return registry::read_body(request, [&](base::Reader& reader) {
        Body body{std::move(network), {}};
        read_network(reader, whole, body.network);
        body.attachments = read_attachments(reader);
        return body;
    });
}

base::Result<Response> create(NetworkService const& networks, sql::Tx& tx, Caller const& caller,
                              Request const& request) {
    KUNYU_TRY(auto body, body_of(request, true, {}));
    KUNYU_TRY(auto const made, networks.create(tx, caller, std::move(body.network),
                                               body.attachments.value_or(std::vector<std::int64_t>{})));
    return answer(tx, 201, made);
}

base::Result<Response> edit(NetworkService const& networks, sql::Tx& tx, Caller const& caller, Request const& request) {
    KUNYU_TRY(auto const id, network_id(request));
    KUNYU_TRY(auto const version, identity::expected_version(request));
    // As stored, not as the caller sees it: members hidden from him stay.
    auto stored = load(tx, id);
    if (!stored) return base::refuse(not_found);
    KUNYU_TRY(auto body, body_of(request, false, std::move(*stored)));
    KUNYU_TRY(auto const now, networks.replace(tx, caller, std::move(body.network), version, body.attachments));
    return answer(tx, 200, now);
}

base::Result<Response> take_away(NetworkService const& networks, sql::Tx& tx, Caller const& caller,
                                 Request const& request) {
    KUNYU_TRY(auto const id, network_id(request));
    KUNYU_TRY(auto const version, identity::expected_version(request));
    KUNYU_TRY(auto const reason, reason_of(request));
    KUNYU_TRY_VOID(networks.remove(tx, caller, id, version, reason));
    return Response::no_content();
}

}  // namespace

void add_network_routes(http::Router& router, identity::Gate const& gate, NetworkService const& networks) {
    auto const get = [&](char const* path, auto handler) {
        gate.read(router, Method::get, path, registry::reading_route("station.read"),
                  [&networks, handler](sql::Session& session, Caller const& caller, Request const& request) {
                      return handler(networks, session, caller, request);
                  });
    };
    get("/api/v1/station-networks", list);
    get("/api/v1/station-networks/{id}", read);
    auto const write = [&](Method method, char const* path, http::RouteOptions const& options, auto handler) {
        gate.write(router, method, path, options,
                   [&networks, handler](sql::Tx& tx, Caller const& caller, Request const& request) {
                       return handler(networks, tx, caller, request);
                   });
    };
    write(Method::post, "/api/v1/station-networks", registry::json_route("network.edit"), create);
    write(Method::patch, "/api/v1/station-networks/{id}", registry::json_route("network.edit"), edit);
    write(Method::del, "/api/v1/station-networks/{id}", registry::reading_route("network.edit"), take_away);
}

}  // namespace kunyu::observations
