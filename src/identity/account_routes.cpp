#include "identity/account_routes.hpp"

#include "identity/account_json.hpp"
#include "identity/password.hpp"
#include "identity/routes_common.hpp"

#include <utility>

namespace kunyu::identity {

namespace {

namespace json = boost::json;
using http::Method;
using http::Request;
using http::Response;

base::Result<AccountId> account_id(Request const& request) {
    KUNYU_TRY(auto const id, path_id(request, "id", "identity.account_not_found"));
    return AccountId{id};
}

Response account_response(int status, Account const& account, json::object body) {
    auto response = json_response(status, std::move(body));
    response.header("ETag", etag_of(account.version));
    return response;
}

base::Result<Response> answer_list(AccountService const& service, Links const& links, sql::Session& session,
                                   Caller const& caller, Request const& request) {
    QueryReader reader(request);
    AccountQuery query;
    query.text = reader.text("q");
    query.role = reader.choice("role", Permissions::instance().roles());
    query.organisation = reader.text("organisation", 64);
    query.active = reader.boolean("active");
    query.page = {reader.cursor(), reader.limit()};
    KUNYU_TRY_VOID(reader.finish());
    KUNYU_TRY(auto const found, service.list(session, caller, query));
    json::array items;
    for (auto const& account : found.items) items.push_back(to_json(session, links, account));
    return json_response(200, list_json(std::move(items), found.next));
}

base::Result<Response> answer_one(AccountService const& service, Links const& links, sql::Session& session,
                                  Caller const& caller, Request const& request) {
    KUNYU_TRY(auto const id, account_id(request));
    KUNYU_TRY(auto const account, service.read(session, caller, id));
    return account_response(200, account, to_json(session, links, account));
}

/// Reads and hashes outside of the transaction; the handler answered creates the account inside.
base::Result<WriteHandler> prepare_create(AccountService const& service, Links const& links, Request const& request) {
    KUNYU_TRY(auto body, body_of(request, read_account));
    if (body.password) KUNYU_TRY_VOID(check_password("/password", *body.password, body.input.user));
    auto const made_up = body.password ? std::nullopt : std::optional(make_password());
    KUNYU_TRY(auto hash, hash_password(body.password ? *body.password : *made_up));
    return WriteHandler(
        [&service, &links, made_up, input = std::move(body.input), password = FirstPassword{std::move(hash), true}](
            sql::Tx& tx, Caller const& caller, Request const&) -> base::Result<Response> {
            KUNYU_TRY(auto const account, service.create(tx, caller, input, password));
            auto json = to_json(tx, links, account);
            json["initial_password"] = base::json_or_null(made_up);
            auto response = account_response(201, account, std::move(json));
            response.header("Location", "/api/v1/accounts/" + std::to_string(account.id.value));
            return response;
        });
}

base::Result<Response> answer_edit(AccountService const& service, Links const& links, sql::Tx& tx, Caller const& caller,
                                   Request const& request) {
    KUNYU_TRY(auto const id, account_id(request));
    KUNYU_TRY(auto const patch, body_of(request, read_account_patch));
    KUNYU_TRY(auto const version, expected_version(request));
    KUNYU_TRY(auto const account, service.edit(tx, caller, id, version, patch));
    return account_response(200, account, to_json(tx, links, account));
}

base::Result<WriteHandler> prepare_reset(AccountService const& service) {
    auto const password = make_password();
    KUNYU_TRY(auto hash, hash_password(password));
    return WriteHandler([&service, password, hash = std::move(hash)](sql::Tx& tx, Caller const& caller,
                                                                     Request const& request) -> base::Result<Response> {
        KUNYU_TRY(auto const id, account_id(request));
        KUNYU_TRY_VOID(service.reset_password(tx, caller, id, hash));
        return json_response(200, json::object{{"password", password}});
    });
}

base::Result<Response> answer_add_grant(AccountService const& service, Links const& links, sql::Tx& tx,
                                        Caller const& caller, Request const& request) {
    KUNYU_TRY(auto const id, account_id(request));
    KUNYU_TRY(auto const input, body_of(request, read_grant));
    KUNYU_TRY(auto const grant, service.add_grant(tx, caller, id, input));
    auto response = json_response(201, to_json(tx, links, grant));
    response.header("Location",
                    "/api/v1/accounts/" + std::to_string(id.value) + "/grants/" + std::to_string(grant.id.value));
    return response;
}

base::Result<Response> answer_remove_grant(AccountService const& service, sql::Tx& tx, Caller const& caller,
                                           Request const& request) {
    KUNYU_TRY(auto const id, account_id(request));
    KUNYU_TRY(auto const grant, path_id(request, "gid", "identity.grant_not_found"));
    KUNYU_TRY_VOID(service.remove_grant(tx, caller, id, GrantId{grant}));
    return Response::no_content();
}

base::Result<Response> answer_sessions(AccountService const& service, sql::Session& session, Caller const& caller,
                                       Request const& request) {
    KUNYU_TRY(auto const id, account_id(request));
    KUNYU_TRY(auto const page, page_of(request));
    KUNYU_TRY(auto const found, service.sessions(session, caller, id, page));
    json::array items;
    for (auto const& entry : found.items) items.push_back(to_json(entry, caller.session));
    return json_response(200, list_json(std::move(items), found.next));
}

base::Result<Response> answer_end_session(AccountService const& service, sql::Tx& tx, Caller const& caller,
                                          Request const& request) {
    KUNYU_TRY(auto const id, account_id(request));
    KUNYU_TRY(auto const session, path_id(request, "sid", "identity.session_not_found"));
    KUNYU_TRY_VOID(service.end_session(tx, caller, id, session));
    return Response::no_content();
}

json::object text_json(TextPair const& text) {
    return base::to_json_name(text.zh, text.en);
}

json::object action_json(Action const& action) {
    json::array grants;
    for (auto const& role : Permissions::instance().roles())
        if (auto const reach = Permissions::instance().reach(role, action.id); reach != Reach::none)
            grants.push_back(json::object{{"role", role}, {"scope", to_string(reach)}});
    return {{"action", action.id}, {"name", text_json(action.name)}, {"grants", std::move(grants)}};
}

json::object permissions_json() {
    auto const& permissions = Permissions::instance();
    json::array roles;
    for (auto const& id : permissions.roles())
        roles.push_back(json::object{{"role", id}, {"name", text_json(permissions.role(id).name)}});
    json::array items;
    for (auto const& id : permissions.actions()) items.push_back(action_json(permissions.action(id)));
    return {{"roles", std::move(roles)}, {"items", std::move(items)}, {"next", nullptr}};
}

}  // namespace

void add_account_routes(http::Router& router, Gate const& gate, AccountService const& service, Links const& links) {
    std::string const accounts = "/api/v1/accounts";
    gate.read(router, Method::get, accounts, json_route("account.read"),
              [&](sql::Session& session, Caller const& caller, Request const& request) {
                  return answer_list(service, links, session, caller, request);
              });
    gate.read(router, Method::get, accounts + "/{id}", json_route("account.read"),
              [&](sql::Session& session, Caller const& caller, Request const& request) {
                  return answer_one(service, links, session, caller, request);
              });
    gate.read(router, Method::get, accounts + "/{id}/sessions", json_route("account.manage"),
              [&](sql::Session& session, Caller const& caller, Request const& request) {
                  return answer_sessions(service, session, caller, request);
              });
    gate.prepare(router, Method::post, accounts, json_route("account.manage"),
                 [&](Caller const&, Request const& request) { return prepare_create(service, links, request); });
    gate.prepare(router, Method::post, accounts + "/{id}/password-reset", json_route("account.manage"),
                 [&](Caller const&, Request const&) { return prepare_reset(service); });
    gate.write(router, Method::patch, accounts + "/{id}", json_route("account.manage"),
               [&](sql::Tx& tx, Caller const& caller, Request const& request) {
                   return answer_edit(service, links, tx, caller, request);
               });
    gate.write(router, Method::post, accounts + "/{id}/grants", json_route("grant.manage"),
               [&](sql::Tx& tx, Caller const& caller, Request const& request) {
                   return answer_add_grant(service, links, tx, caller, request);
               });
    gate.write(router, Method::del, accounts + "/{id}/grants/{gid}", json_route("grant.manage"),
               [&](sql::Tx& tx, Caller const& caller, Request const& request) {
                   return answer_remove_grant(service, tx, caller, request);
               });
    gate.write(router, Method::del, accounts + "/{id}/sessions/{sid}", json_route("account.manage"),
               [&](sql::Tx& tx, Caller const& caller, Request const& request) {
                   return answer_end_session(service, tx, caller, request);
               });
}

void add_permission_routes(http::Router& router, Gate const& gate) {
    gate.read(router, Method::get, "/api/v1/permissions", json_route("permission.read"),
              [](sql::Session&, Caller const&, Request const&) -> base::Result<Response> {
                  return Response::json(200, json::serialize(permissions_json()));
              });
}

}  // namespace kunyu::identity
