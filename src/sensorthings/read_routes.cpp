#include "sensorthings/read_routes.hpp"

#include "sensorthings/options.hpp"
#include "sensorthings/path.hpp"
#include "sensorthings/reader.hpp"

#include <boost/json.hpp>

namespace kunyu::sensorthings {
namespace {

namespace json = boost::json;
using http::Request;
using http::Response;
using identity::Caller;

Response to_response(Answer const& answer) {
    if (auto const* document = std::get_if<json::value>(&answer.body))
        return Response::json(200, json::serialize(*document));
    if (auto const* text = std::get_if<std::string>(&answer.body)) return Response::text(200, *text);
    return Response::no_content();
}

base::Result<Response> read_path(ReadParts const& parts, Caller const& caller, Request const& request,
                                 std::string_view service) {
    KUNYU_TRY(auto const path, parse_path(request.path_parameter("path")));
    KUNYU_TRY(auto const options, parse_options(request.query, path.kind()));
    auto scope = parts.database.read([&](sql::Session& session) { return observations::read_scope(session, caller); });
    Reading const reading{parts.catalogue.fresh(),        std::move(scope), parts.archive, caller.now,
                          service_root(request, service), options.as_of};
    KUNYU_TRY(auto const answer, read(reading, path, options));
    auto response = to_response(answer);
    response.header("Cache-Control", "no-store");
    return response;
}

http::RouteOptions reading_route() {
    http::RouteOptions options;
    options.action = "station.read";
    return options;
}

void add_service(http::Router& router, identity::Gate const& gate, ReadParts const& parts, std::string_view service) {
    gate.act(router, http::Method::get, std::string(service) + "/{path*}", reading_route(),
             [parts, service](Caller const& caller, Request const& request) {
                 return read_path(parts, caller, request, service);
             });
}

template <typename Page>
void add_landing(http::Router& router, identity::Gate const& gate, std::string_view service, Page page) {
    gate.act(router, http::Method::get, std::string(service), reading_route(),
             [service, page](Caller const&, Request const& request) -> base::Result<Response> {
                 return Response::json(200, json::serialize(page(service_root(request, service))));
             });
}

}  // namespace

std::string service_root(Request const& request, std::string_view path) {
    return (request.secure ? "https://" : "http://") + request.header("host").value_or("localhost") + std::string(path);
}

void add_read_routes(http::Router& router, identity::Gate const& gate, ReadParts const& parts,
                     Features const& features) {
    add_landing(router, gate, service_path,
                [features](std::string const& root) { return landing_page(root, features); });
    add_landing(router, gate, old_service_path, landing_page_of_1_0);
    add_service(router, gate, parts, service_path);
    add_service(router, gate, parts, old_service_path);
}

}  // namespace kunyu::sensorthings
