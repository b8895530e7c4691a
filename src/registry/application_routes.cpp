#include "registry/application_routes.hpp"

#include "base/text.hpp"
#include "registry/application_json.hpp"
#include "registry/application_requests.hpp"
#include "registry/organisation_refs.hpp"

namespace kunyu::registry {

namespace {

using http::Request;
using http::Response;
using identity::Caller;

constexpr char const* not_found = "workflow.application_not_found";

base::Result<std::vector<std::string>> states_parameter(Request const& request) {
    std::vector<std::string> states;
    auto const raw = request.parameter("state");
    if (!raw || raw->empty()) return states;
    for (auto const& word : base::split(*raw, ',')) {
        if (!parse_application_state(word))
            return base::refuse_field(
                "state", "base.not_a_choice",
                {{"value", base::clip(word, 50)},
                 {"choices", "draft, submitted, endorsed, argued, returned, approved, refused, withdrawn"}});
        states.push_back(word);
    }
    return states;
}

base::Result<ApplicationQuery> application_query(sql::Session& session, Request const& request) {
    ApplicationQuery query;
    KUNYU_TRY(query.limit, page_limit(request));
    query.cursor = request.parameter("cursor");
    KUNYU_TRY(query.q, text_parameter(request, "q", 100));
    KUNYU_TRY(query.states, states_parameter(request));
    KUNYU_TRY(query.category, text_parameter(request, "category", 64));
    KUNYU_TRY(query.field, text_parameter(request, "field", 64));
    KUNYU_TRY(auto const host, text_parameter(request, "host", 64));
    if (host) {
        query.host = find_organisation(session, *host);
        if (!query.host) return base::refuse_field("host", "registry.unknown_organisation", {{"organisation", *host}});
    }
    KUNYU_TRY(auto const call, number_parameter(request, "call", 1, (1LL << 53) - 1));
    if (call) query.call = CallId{*call};
    KUNYU_TRY(auto const mine, flag_parameter(request, "mine"));
    query.mine = mine.value_or(false);
    return query;
}

base::Result<Response> list(ApplicationService const& applications, sql::Session& session, Caller const& caller,
                            Request const& request) {
    KUNYU_TRY(auto const query, application_query(session, request));
    KUNYU_TRY(auto const page, applications.list(session, caller, query));
    boost::json::array items;
    for (auto const& application : page.items) items.push_back(application_summary(session, application));
    boost::json::object body{{"items", std::move(items)}, {"next", base::json_or_null(page.next)}};
    return Response::json(200, boost::json::serialize(body));
}

Response answer(ApplicationService const& applications, sql::Session& session, Caller const& caller, int status,
                Application const& application) {
    auto const location =
        status == 201 ? "/api/v1/applications/" + std::to_string(application.id.value) : std::string{};
    auto const offered = applications.offered(session, caller, application);
    return resource(status, application_json(session, application, offered), application.version, location);
}

base::Result<Response> create(ApplicationService const& applications, sql::Tx& tx, Caller const& caller,
                              Request const& request) {
    KUNYU_TRY(auto const change,
              read_body(request, [&](base::Reader& reader) { return read_application_change(tx, reader, true); }));
    KUNYU_TRY(auto const application, applications.create(tx, caller, change));
    return answer(applications, tx, caller, 201, application);
}

base::Result<Response> edit(ApplicationService const& applications, sql::Tx& tx, Caller const& caller,
                            Request const& request) {
    KUNYU_TRY(auto const id, path_id(request, not_found));
    KUNYU_TRY(auto const version, identity::expected_version(request));
    KUNYU_TRY(auto const change,
              read_body(request, [&](base::Reader& reader) { return read_application_change(tx, reader, false); }));
    KUNYU_TRY(auto const application, applications.edit(tx, caller, ApplicationId{id}, version, change));
    return answer(applications, tx, caller, 200, application);
}

base::Result<Response> step(ApplicationService const& applications, sql::Tx& tx, Caller const& caller,
                            Request const& request) {
    KUNYU_TRY(auto const id, path_id(request, not_found));
    KUNYU_TRY(auto const version, identity::expected_version_if_given(request));
    KUNYU_TRY(auto const input, read_body(request, read_application_step));
    KUNYU_TRY(auto const application, applications.take_step(tx, caller, ApplicationId{id}, version, input));
    return answer(applications, tx, caller, 200, application);
}

}  // namespace

void add_application_routes(http::Router& router, identity::Gate const& gate, ApplicationService const& applications) {
    using http::Method;
    gate.read(router, Method::get, "/api/v1/applications", reading_route("application.read"),
              [&applications](sql::Session& session, Caller const& caller, Request const& request) {
                  return list(applications, session, caller, request);
              });
    gate.read(
        router, Method::get, "/api/v1/applications/{id}", reading_route("application.read"),
        [&applications](sql::Session& session, Caller const& caller, Request const& request) -> base::Result<Response> {
            KUNYU_TRY(auto const id, path_id(request, not_found));
            KUNYU_TRY(auto const application, applications.find(session, caller, ApplicationId{id}));
            return answer(applications, session, caller, 200, application);
        });
    gate.write(router, Method::post, "/api/v1/applications", json_route("application.draft"),
               [&applications](sql::Tx& tx, Caller const& caller, Request const& request) {
                   return create(applications, tx, caller, request);
               });
    gate.write(router, Method::patch, "/api/v1/applications/{id}", json_route("application.draft"),
               [&applications](sql::Tx& tx, Caller const& caller, Request const& request) {
                   return edit(applications, tx, caller, request);
               });
    gate.write(router, Method::post, "/api/v1/applications/{id}/steps", json_route("application.step"),
               [&applications](sql::Tx& tx, Caller const& caller, Request const& request) {
                   return step(applications, tx, caller, request);
               });
}

}  // namespace kunyu::registry
