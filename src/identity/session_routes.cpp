#include "identity/session_routes.hpp"

#include "identity/account_json.hpp"
#include "identity/resolver.hpp"
#include "identity/routes_common.hpp"
#include "identity/secrets.hpp"

#include <utility>

namespace kunyu::identity {

namespace {

namespace json = boost::json;
using http::Method;
using http::Request;
using http::Response;

std::string cookie_of(Request const& request, std::string const& value, std::int64_t seconds) {
    auto cookie = std::string(session_cookie) + "=" + value +
                  "; Path=/; HttpOnly; SameSite=Strict; Max-Age=" + std::to_string(seconds);
    return request.secure ? cookie + "; Secure" : cookie;
}

/// {account, csrf_token, expires_at, actions, waiting_todos}
json::object session_json(sql::Session& session, Links const& links, Caller const& caller,
                          std::optional<std::string> const& csrf_token, std::optional<base::Instant> ends_at) {
    auto const account = *load_account(session, caller.account);
    auto const actions = actions_of(caller);
    auto const todos = links.count_waiting_todos ? links.count_waiting_todos(session, caller) : 0;
    return {{"account", to_json(session, links, account)},
            {"csrf_token", base::json_or_null(csrf_token)},
            {"expires_at", base::json_or_null(ends_at)},
            {"actions", json::array(actions.begin(), actions.end())},
            {"waiting_todos", todos}};
}

LogIn read_log_in(base::Reader& reader) {
    LogIn attempt;
    attempt.user = reader.text("user", {1, 100});
    attempt.password = reader.text("password", {1, 1024});
    return attempt;
}

base::Result<Response> answer_log_in(sql::Database& database, SignIn const& sign_in, Links const& links,
                                     Caller const& visitor, Request const& request) {
    KUNYU_TRY(auto attempt, body_of(request, read_log_in));
    attempt.address = request.remote;
    attempt.agent = request.header("user-agent").value_or("");
    attempt.earlier_secret = request.cookie(session_cookie);
    attempt.request_id = request.id;
    KUNYU_TRY(auto const opened, sign_in.log_in(attempt));
    auto const body = database.read([&](sql::Session& session) {
        Caller caller = visitor;
        caller.account = opened.account;
        caller.session = opened.entry.id;
        caller.grants = grants_of(session, opened.account, base::day_of(visitor.now));
        return session_json(session, links, caller, csrf_token_of(opened.secret), opened.entry.ends_at);
    });
    auto response = json_response(201, body);
    response.header("Set-Cookie", cookie_of(request, opened.secret, session_longest_seconds));
    return response;
}

base::Result<Response> answer_session(Links const& links, sql::Session& session, Caller const& caller,
                                      Request const& request) {
    if (caller.token) {
        auto const token = load_token(session, caller.account, *caller.token);
        return json_response(200, session_json(session, links, caller, std::nullopt,
                                               token ? token->ends_at : std::optional<base::Instant>{}));
    }
    auto const entry = load_session(session, *caller.session);
    auto const csrf_token = csrf_token_of(credentials_of(request).secret);
    return json_response(
        200, session_json(session, links, caller, csrf_token, entry ? std::optional(entry->ends_at) : std::nullopt));
}

base::Result<Response> answer_log_out(OwnService const& own, sql::Tx& tx, Caller const& caller,
                                      Request const& request) {
    if (caller.session) KUNYU_TRY_VOID(own.end_session(tx, caller, *caller.session));
    auto response = Response::no_content();
    response.header("Set-Cookie", cookie_of(request, "", 0));
    return response;
}

base::Result<Response> answer_sessions(OwnService const& own, sql::Session& session, Caller const& caller,
                                       Request const& request) {
    KUNYU_TRY(auto const page, page_of(request));
    KUNYU_TRY(auto const found, own.sessions(session, caller, page));
    json::array items;
    for (auto const& entry : found.items) items.push_back(to_json(entry, caller.session));
    return json_response(200, list_json(std::move(items), found.next));
}

base::Result<Response> answer_end_session(OwnService const& own, sql::Tx& tx, Caller const& caller,
                                          Request const& request) {
    KUNYU_TRY(auto const id, path_id(request, "id", "identity.session_not_found"));
    KUNYU_TRY_VOID(own.end_session(tx, caller, id));
    return Response::no_content();
}

base::Result<Response> answer_password(SignIn const& sign_in, Caller const& caller, Request const& request) {
    KUNYU_TRY(auto change, body_of(request, [](base::Reader& reader) {
                  PasswordChange read;
                  read.current = reader.text("current", {1, 1024});
                  read.chosen = reader.text("new", {10, 1024});
                  return read;
              }));
    change.address = request.remote;
    KUNYU_TRY_VOID(sign_in.change_password(caller, change));
    return Response::no_content();
}

base::Result<Response> answer_tokens(OwnService const& own, sql::Session& session, Caller const& caller,
                                     Request const& request) {
    KUNYU_TRY(auto const page, page_of(request));
    KUNYU_TRY(auto const found, own.tokens(session, caller, page));
    json::array items;
    for (auto const& token : found.items) items.push_back(to_json(token));
    return json_response(200, list_json(std::move(items), found.next));
}

base::Result<Response> answer_new_token(OwnService const& own, sql::Tx& tx, Caller const& caller,
                                        Request const& request) {
    KUNYU_TRY(auto const input, body_of(request, [](base::Reader& reader) {
                  TokenInput read;
                  read.name = reader.text("name", {1, 100});
                  read.scopes = reader.texts("scopes", 200, {1, 64});
                  if (!reader.has("scopes")) reader.fault("scopes", "base.required");
                  read.expires_on = reader.optional_day("expires_on");
                  return read;
              }));
    KUNYU_TRY(auto const made, own.create_token(tx, caller, input));
    auto body = to_json(made.token);
    body["token"] = made.secret;
    auto response = json_response(201, body);
    response.header("Location", "/api/v1/me/tokens/" + std::to_string(made.token.id));
    return response;
}

base::Result<Response> answer_revoke_token(OwnService const& own, sql::Tx& tx, Caller const& caller,
                                           Request const& request) {
    KUNYU_TRY(auto const id, path_id(request, "id", "identity.token_not_found"));
    KUNYU_TRY_VOID(own.revoke_token(tx, caller, id));
    return Response::no_content();
}

}  // namespace

void add_session_routes(http::Router& router, Gate const& gate, sql::Database& database, SignIn const& sign_in,
                        OwnService const& own, Links const& links) {
    auto const read = [&](std::string pattern, std::string action, auto answer) {
        gate.read(router, Method::get, std::move(pattern), json_route(std::move(action)),
                  [&own, answer](sql::Session& session, Caller const& caller, Request const& request) {
                      return answer(own, session, caller, request);
                  });
    };
    auto const write = [&](Method method, std::string pattern, std::string action, auto answer) {
        gate.write(router, method, std::move(pattern), json_route(std::move(action)),
                   [&own, answer](sql::Tx& tx, Caller const& caller, Request const& request) {
                       return answer(own, tx, caller, request);
                   });
    };
    gate.act(router, Method::post, "/api/v1/session", json_route("session.open"),
             [&](Caller const& caller, Request const& request) {
                 return answer_log_in(database, sign_in, links, caller, request);
             });
    gate.read(router, Method::get, "/api/v1/session", json_route("session.own"),
              [&links](sql::Session& session, Caller const& caller, Request const& request) {
                  return answer_session(links, session, caller, request);
              });
    gate.act(
        router, Method::put, "/api/v1/me/password", json_route("account.own"),
        [&sign_in](Caller const& caller, Request const& request) { return answer_password(sign_in, caller, request); });
    write(Method::del, "/api/v1/session", "session.own", answer_log_out);
    read("/api/v1/me/sessions", "session.own", answer_sessions);
    write(Method::del, "/api/v1/me/sessions/{id}", "session.own", answer_end_session);
    read("/api/v1/me/tokens", "token.own", answer_tokens);
    write(Method::post, "/api/v1/me/tokens", "token.own", answer_new_token);
    write(Method::del, "/api/v1/me/tokens/{id}", "token.own", answer_revoke_token);
}

}  // namespace kunyu::identity
