#include "registry/readiness_routes.hpp"

#include "registry/application_requests.hpp"
#include "registry/readiness_json.hpp"

namespace kunyu::registry {

namespace {

using http::Request;
using http::Response;
using identity::Caller;

base::Result<Response> list(ReadinessService const& readiness, sql::Session& session, Caller const& caller,
                            Request const& request) {
    ReadinessQuery query;
    KUNYU_TRY(query.limit, page_limit(request));
    KUNYU_TRY(query.category, text_parameter(request, "category", 64));
    KUNYU_TRY(query.ready, flag_parameter(request, "ready"));
    KUNYU_TRY(auto const as_of, day_parameter(request, "as_of"));
    query.as_of = as_of.value_or(base::day_of(caller.now));
    query.cursor = request.parameter("cursor");
    KUNYU_TRY(auto const page, readiness.list(session, caller, query));
    boost::json::array items;
    for (auto const& view : page.items) items.push_back(readiness_json(session, view));
    boost::json::object body{
        {"as_of", base::to_string(query.as_of)}, {"items", std::move(items)}, {"next", base::json_or_null(page.next)}};
    return Response::json(200, boost::json::serialize(body));
}

Response answer(sql::Session& session, ReadinessView const& view) {
    return resource(200, readiness_json(session, view), view.report.version);
}

base::Result<Response> find(ReadinessService const& readiness, PlatformService const& platforms, sql::Session& session,
                            Caller const& caller, Request const& request) {
    KUNYU_TRY(auto const platform, platforms.find(session, request.path_parameter("id")));
    KUNYU_TRY(auto const view, readiness.find(session, caller, platform, base::day_of(caller.now)));
    return answer(session, view);
}

base::Result<Response> report(ReadinessService const& readiness, PlatformService const& platforms, sql::Tx& tx,
                              Caller const& caller, Request const& request) {
    KUNYU_TRY(auto const platform, platforms.find(tx, request.path_parameter("id")));
    KUNYU_TRY(auto const version, identity::expected_version(request));
    KUNYU_TRY(auto const input, read_body(request, read_readiness));
    KUNYU_TRY(auto const view, readiness.report(tx, caller, platform, version, input));
    return answer(tx, view);
}

}  // namespace

void add_readiness_routes(http::Router& router, identity::Gate const& gate, ReadinessService const& readiness,
                          PlatformService const& platforms) {
    using http::Method;
    gate.read(router, Method::get, "/api/v1/readiness", reading_route("readiness.read"),
              [&readiness](sql::Session& session, Caller const& caller, Request const& request) {
                  return list(readiness, session, caller, request);
              });
    gate.read(router, Method::get, "/api/v1/platforms/{id}/readiness", reading_route("readiness.read"),
              [&readiness, &platforms](sql::Session& session, Caller const& caller, Request const& request) {
                  return find(readiness, platforms, session, caller, request);
              });
    gate.write(router, Method::put, "/api/v1/platforms/{id}/readiness", json_route("readiness.report"),
               [&readiness, &platforms](sql::Tx& tx, Caller const& caller, Request const& request) {
                   return report(readiness, platforms, tx, caller, request);
               });
}

}  // namespace kunyu::registry
