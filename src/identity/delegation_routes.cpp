#include "identity/account_json.hpp"
#include "identity/input.hpp"
#include "identity/routes_common.hpp"
#include "identity/session_routes.hpp"

#include <utility>

namespace kunyu::identity {

namespace {

namespace json = boost::json;
using http::Method;
using http::Request;
using http::Response;

json::object delegation_json(sql::Session& session, Links const& links, Delegation const& delegation) {
    auto const people = account_references(session, {delegation.from, delegation.to});
    json::array grants;
    for (auto const& grant : delegation.grants) grants.push_back(to_json(session, links, grant));
    return {{"id", delegation.id},
            {"from", to_json(people.at(delegation.from))},
            {"to", to_json(people.at(delegation.to))},
            {"grants", std::move(grants)},
            {"valid_from", base::to_string(delegation.first_day)},
            {"valid_to", base::to_string(delegation.last_day)},
            {"reason", delegation.reason},
            {"created_at", base::to_string(delegation.created_at)},
            {"revoked_at", base::json_or_null(delegation.revoked_at)}};
}

DelegationInput read_delegation(base::Reader& reader) {
    DelegationInput input;
    input.to = read_key(reader, "to", true).value_or("");
    if (reader.has("grants")) input.grants = reader.integers("grants", 50, 1, (1LL << 53) - 1);
    input.first_day = reader.day("valid_from");
    input.last_day = reader.day("valid_to");
    input.reason = reader.text("reason", {1, 500, true});
    return input;
}

base::Result<Response> answer_list(OwnService const& own, Links const& links, sql::Session& session,
                                   Caller const& caller, Request const& request) {
    KUNYU_TRY(auto const page, page_of(request));
    KUNYU_TRY(auto const found, own.delegations(session, caller, page));
    json::array items;
    for (auto const& delegation : found.items) items.push_back(delegation_json(session, links, delegation));
    return json_response(200, list_json(std::move(items), found.next));
}

base::Result<Response> answer_delegate(OwnService const& own, Links const& links, sql::Tx& tx, Caller const& caller,
                                       Request const& request) {
    KUNYU_TRY(auto const input, body_of(request, read_delegation));
    KUNYU_TRY(auto const made, own.delegate(tx, caller, input));
    auto response = json_response(201, delegation_json(tx, links, made));
    response.header("Location", "/api/v1/delegations/" + std::to_string(made.id));
    return response;
}

base::Result<Response> answer_revoke(OwnService const& own, sql::Tx& tx, Caller const& caller, Request const& request) {
    KUNYU_TRY(auto const id, path_id(request, "id", "identity.delegation_not_found"));
    KUNYU_TRY_VOID(own.revoke_delegation(tx, caller, id));
    return Response::no_content();
}

}  // namespace

void add_delegation_routes(http::Router& router, Gate const& gate, OwnService const& own, Links const& links) {
    gate.read(router, Method::get, "/api/v1/delegations", json_route("delegation.own"),
              [&](sql::Session& session, Caller const& caller, Request const& request) {
                  return answer_list(own, links, session, caller, request);
              });
    gate.write(router, Method::post, "/api/v1/delegations", json_route("delegation.own"),
               [&](sql::Tx& tx, Caller const& caller, Request const& request) {
                   return answer_delegate(own, links, tx, caller, request);
               });
    gate.write(router, Method::del, "/api/v1/delegations/{id}", json_route("delegation.own"),
               [&](sql::Tx& tx, Caller const& caller, Request const& request) {
                   return answer_revoke(own, tx, caller, request);
               });
}

}  // namespace kunyu::identity
