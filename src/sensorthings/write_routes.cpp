#include "sensorthings/write_routes.hpp"

#include "sensorthings/batch_routes.hpp"
#include "sensorthings/read_routes.hpp"
#include "sensorthings/writer.hpp"

#include <memory>
#include <utility>

namespace kunyu::sensorthings {
namespace {

using http::Method;
using http::Request;

constexpr std::size_t body_limit = 32U << 20U;
constexpr int read_deadline = 60;
/// A larger body is read by a worker, so that it holds up nobody on the event loop.
constexpr std::size_t small_body = 64U << 10U;

http::RouteOptions options_of() {
    http::RouteOptions options;
    options.action = "station.write";
    options.body_limit = body_limit;
    options.read_deadline = read_deadline;
    options.durable = true;
    return options;
}

/// The observations of a known device ask nothing of the database; a key that is not known is looked for by a worker.
bool at_once(WriteParts const& parts, Request const& request) {
    return request.body.size() <= small_body && known_device(parts, request).has_value();
}

void add_service(http::Router& router, identity::Gate const& gate, WriteParts const& parts, std::string_view service) {
    auto const writer = std::make_shared<Writer const>(parts, gate, service);
    auto const pattern = std::string(service) + "/{path*}";
    router.defer(
        Method::post, pattern, options_of(), [parts](Request const& request) { return at_once(parts, request); },
        [writer](std::shared_ptr<Request const> request, http::Respond respond) {
            writer->post(std::move(request), std::move(respond));
        });
    for (auto const method : {Method::patch, Method::put, Method::del})
        router.add(method, pattern, options_of(), [writer](Request const& request) {
            auto const answer = writer->update(request);
            return answer ? *answer : identity::refused(request, answer.error());
        });
    add_batch_route(router, gate, parts, writer, service);
}

}  // namespace

void add_write_routes(http::Router& router, identity::Gate const& gate, WriteParts const& parts) {
    for (auto const service : {service_path, old_service_path}) add_service(router, gate, parts, service);
}

}  // namespace kunyu::sensorthings
