#include "inbox/calendar_routes.hpp"

#include "base/text.hpp"
#include "identity/routes_common.hpp"

namespace kunyu::inbox {

namespace {

using http::Method;
using http::Request;
using http::Response;
using identity::Caller;

constexpr std::string_view extension = ".ics";

boost::json::object link_json(std::optional<base::Instant> made_at, std::optional<std::string> const& secret) {
    return {{"made_at", base::json_or_null(made_at)},
            {"path", secret ? boost::json::value("/calendar/" + *secret + std::string(extension))
                            : boost::json::value(nullptr)}};
}

base::Result<Response> answer_link(sql::Session& session, Caller const& caller, Request const& request) {
    identity::QueryReader reader(request);
    KUNYU_TRY_VOID(reader.finish());
    return identity::json_response(200, link_json(Calendar::link_made_at(session, caller), std::nullopt));
}

base::Result<Response> answer_rotate(sql::Tx& tx, Caller const& caller, Request const&) {
    auto const secret = Calendar::rotate(tx, caller);
    return identity::json_response(201, link_json(caller.now, secret));
}

base::Result<Response> answer_remove(sql::Tx& tx, Caller const& caller, Request const&) {
    Calendar::remove(tx, caller);
    return Response::no_content();
}

base::Result<Response> answer_feed(Calendar const& calendar, sql::Session& session, Caller const& caller,
                                   Request const& request) {
    std::string_view const file = request.path_parameter("file");
    if (!file.ends_with(extension)) return base::refuse("inbox.no_such_calendar");
    KUNYU_TRY(auto body, calendar.feed(session, file.substr(0, file.size() - extension.size()), caller.now));
    Response response;
    response.header("Content-Type", "text/calendar; charset=utf-8");
    response.header("ETag", "\"" + base::sha256_hex(body).substr(0, 32) + "\"");
    response.header("Cache-Control", "private, no-cache");
    response.body = std::move(body);
    return response;
}

}  // namespace

void add_calendar_routes(http::Router& router, identity::Gate const& gate, Calendar const& calendar) {
    auto const own = identity::json_route("calendar.own");
    gate.read(router, Method::get, "/api/v1/me/calendar", own, answer_link);
    gate.write(router, Method::post, "/api/v1/me/calendar/rotate", own, answer_rotate);
    gate.write(router, Method::del, "/api/v1/me/calendar", own, answer_remove);
    http::RouteOptions feed;
    feed.action = "calendar.feed";
    feed.secret_path = true;
    gate.read(router, Method::get, "/calendar/{file}", feed,
              [&calendar](sql::Session& session, Caller const& caller, Request const& request) {
                  return answer_feed(calendar, session, caller, request);
              });
}

}  // namespace kunyu::inbox
