#include "sensorthings/read_routes.hpp"

#include "sensorthings/json_text.hpp"
#include "sensorthings/options.hpp"
#include "sensorthings/path.hpp"
#include "sensorthings/reader.hpp"

#include <boost/json.hpp>

#include <functional>
#include <utility>

namespace kunyu::sensorthings {
namespace {

namespace json = boost::json;
using http::Request;
using http::Response;
using identity::Caller;

Response to_response(Answer const& answer) {
    if (auto const* document = std::get_if<json::value>(&answer.body)) return Response::json(200, json_text(*document));
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
    if (caller.is_public()) reading.work.effort_limit = most_effort_of_guests;
    KUNYU_TRY(auto const answer, read(reading, path, options));
    auto response = to_response(answer);
    response.header("Cache-Control", "no-store");
    return response;
}

/// Makes the landing page for a service root.
using Landing = std::function<json::object(std::string const& root)>;

Response to_landing(Request const& request, std::string_view service, Landing const& landing) {
    return Response::json(200, json_text(landing(service_root(request, service))));
}

/// The service root, with and without a slash behind it, and all below it.
void add_service(http::Router& router, identity::Gate const& gate, ReadParts const& parts, std::string_view service,
                 Landing const& landing) {
    auto const get = [&](std::string pattern, identity::ActHandler handler) {
        http::RouteOptions options;
        options.action = "station.read";
        gate.act(router, http::Method::get, std::move(pattern), std::move(options), std::move(handler));
    };
    get(std::string(service), [service, landing](Caller const&, Request const& request) -> base::Result<Response> {
        return to_landing(request, service, landing);
    });
    get(std::string(service) + "/{path*}",
        [parts, service, landing](Caller const& caller, Request const& request) -> base::Result<Response> {
            if (request.path_parameter("path").empty()) return to_landing(request, service, landing);
            return read_path(parts, caller, request, service);
        });
}

}  // namespace

std::string service_root(Request const& request, std::string_view path) {
    return (request.secure ? "https://" : "http://") + request.header("host").value_or("localhost") + std::string(path);
}

void add_read_routes(http::Router& router, identity::Gate const& gate, ReadParts const& parts,
                     Features const& features) {
    add_service(router, gate, parts, service_path,
                [features](std::string const& root) { return landing_page(root, features); });
    add_service(router, gate, parts, old_service_path, landing_page_of_1_0);
}

}  // namespace kunyu::sensorthings
