#include "registry/call_routes.hpp"

#include "base/text.hpp"
#include "registry/application_requests.hpp"
#include "registry/call_json.hpp"

namespace kunyu::registry {

namespace {

using http::Request;
using http::Response;
using identity::Caller;

constexpr char const* not_found = "workflow.call_not_found";

base::Result<CallQuery> call_query(Request const& request) {
    CallQuery query;
    KUNYU_TRY(query.limit, page_limit(request));
    KUNYU_TRY(query.category, text_parameter(request, "category", 64));
    query.cursor = request.parameter("cursor");
    if (auto const state = request.parameter("state")) {
        for (auto const standing : {CallStanding::draft, CallStanding::announced, CallStanding::open,
                                    CallStanding::closed, CallStanding::withdrawn})
            if (to_string(standing) == *state) query.standing = standing;
        if (!query.standing)
            return base::refuse_field(
                "state", "base.not_a_choice",
                {{"value", base::clip(*state, 50)}, {"choices", "draft, announced, open, closed, withdrawn"}});
    }
    return query;
}

base::Result<Response> list(CallService const& calls, sql::Session& session, Caller const& caller,
                            Request const& request) {
    KUNYU_TRY(auto query, call_query(request));
    KUNYU_TRY(auto const page, calls.list(session, caller, std::move(query)));
    boost::json::array items;
    for (auto const& call : page.items) items.push_back(call_json(session, call, base::day_of(caller.now)));
    boost::json::object body{{"items", std::move(items)}, {"next", base::json_or_null(page.next)}};
    return Response::json(200, boost::json::serialize(body));
}

Response answer(sql::Session& session, Caller const& caller, int status, Call const& call) {
    auto const location = status == 201 ? "/api/v1/calls/" + std::to_string(call.id.value) : std::string{};
    return resource(status, call_json(session, call, base::day_of(caller.now)), call.version, location);
}

base::Result<Response> create(CallService const& calls, sql::Tx& tx, Caller const& caller, Request const& request) {
    KUNYU_TRY(auto const change,
              read_body(request, [](base::Reader& reader) { return read_call_change(reader, true); }));
    KUNYU_TRY(auto const call, calls.create(tx, caller, change));
    return answer(tx, caller, 201, call);
}

base::Result<Response> edit(CallService const& calls, sql::Tx& tx, Caller const& caller, Request const& request) {
    KUNYU_TRY(auto const id, path_id(request, not_found));
    KUNYU_TRY(auto const version, identity::expected_version(request));
    KUNYU_TRY(auto const change,
              read_body(request, [](base::Reader& reader) { return read_call_change(reader, false); }));
    KUNYU_TRY(auto const call, calls.edit(tx, caller, CallId{id}, version, change));
    return answer(tx, caller, 200, call);
}

base::Result<Response> step(CallService const& calls, sql::Tx& tx, Caller const& caller, Request const& request) {
    KUNYU_TRY(auto const id, path_id(request, not_found));
    KUNYU_TRY(auto const version, identity::expected_version_if_given(request));
    KUNYU_TRY(auto const wanted, read_body(request, [&](base::Reader& reader) { return read_call_step(tx, reader); }));
    KUNYU_TRY(auto const call, calls.take_step(tx, caller, CallId{id}, version, wanted));
    return answer(tx, caller, 200, call);
}

}  // namespace

void add_call_routes(http::Router& router, identity::Gate const& gate, CallService const& calls) {
    using http::Method;
    gate.read(router, Method::get, "/api/v1/calls", reading_route("call.read"),
              [&calls](sql::Session& session, Caller const& caller, Request const& request) {
                  return list(calls, session, caller, request);
              });
    gate.read(router, Method::get, "/api/v1/calls/{id}", reading_route("call.read"),
              [&calls](sql::Session& session, Caller const& caller, Request const& request) -> base::Result<Response> {
                  KUNYU_TRY(auto const id, path_id(request, not_found));
                  KUNYU_TRY(auto const call, calls.find(session, caller, CallId{id}));
                  return answer(session, caller, 200, call);
              });
    gate.write(router, Method::post, "/api/v1/calls", json_route("call.edit"),
               [&calls](sql::Tx& tx, Caller const& caller, Request const& request) {
                   return create(calls, tx, caller, request);
               });
    gate.write(router, Method::patch, "/api/v1/calls/{id}", json_route("call.edit"),
               [&calls](sql::Tx& tx, Caller const& caller, Request const& request) {
                   return edit(calls, tx, caller, request);
               });
    gate.write(router, Method::post, "/api/v1/calls/{id}/steps", json_route("call.publish"),
               [&calls](sql::Tx& tx, Caller const& caller, Request const& request) {
                   return step(calls, tx, caller, request);
               });
}

}  // namespace kunyu::registry
