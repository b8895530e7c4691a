#include "programme/suggestion_routes.hpp"

#include "programme/register_input.hpp"
#include "programme/suggestion_json.hpp"
#include "registry/application_requests.hpp"

namespace kunyu::programme {
namespace {

using http::Request;
using http::Response;
using identity::Caller;

constexpr char const* not_found = "registers.suggestion_not_found";

base::Result<Response> list(SuggestionService const& suggestions, sql::Session& session, Caller const& caller,
                            Request const& request) {
    SuggestionQuery query;
    KUNYU_TRY(query.limit, registry::page_limit(request));
    KUNYU_TRY(query.plan, plan_parameter(session, request));
    KUNYU_TRY(query.unit, unit_parameter(session, request));
    KUNYU_TRY(auto const state, word_parameter(request, "state", suggestion_states));
    if (state) query.state = parse_suggestion_state(*state);
    KUNYU_TRY(auto const outcome, word_parameter(request, "outcome", suggestion_outcomes));
    if (outcome) query.outcome = parse_suggestion_outcome(*outcome);
    query.cursor = request.parameter("cursor");
    KUNYU_TRY(auto const page, suggestions.list(session, caller, query));
    boost::json::array items;
    for (auto const& one : page.items)
        items.push_back(suggestion_json(session, one, suggestions.may_answer(session, caller, one)));
    boost::json::object body{{"items", std::move(items)}, {"next", base::json_or_null(page.next)}};
    return Response::json(200, boost::json::serialize(body));
}

Response answer(SuggestionService const& suggestions, sql::Session& session, Caller const& caller, int status,
                Suggestion const& suggestion) {
    auto const location = status == 201 ? "/api/v1/suggestions/" + std::to_string(suggestion.id.value) : std::string{};
    auto const body = suggestion_json(session, suggestion, suggestions.may_answer(session, caller, suggestion));
    return registry::resource(status, body, suggestion.entry.version, location);
}

base::Result<Response> read(SuggestionService const& suggestions, sql::Session& session, Caller const& caller,
                            Request const& request) {
    KUNYU_TRY(auto const id, registry::path_id(request, not_found));
    KUNYU_TRY(auto const suggestion, suggestions.find(session, caller, SuggestionId{id}));
    return answer(suggestions, session, caller, 200, suggestion);
}

base::Result<Response> give(SuggestionService const& suggestions, sql::Tx& tx, Caller const& caller,
                            Request const& request) {
    KUNYU_TRY(auto const given,
              registry::read_body(request, [&](base::Reader& reader) { return read_suggestion(tx, reader); }));
    KUNYU_TRY(auto const suggestion, suggestions.give(tx, caller, given));
    return answer(suggestions, tx, caller, 201, suggestion);
}

base::Result<Response> step(SuggestionService const& suggestions, sql::Tx& tx, Caller const& caller,
                            Request const& request) {
    KUNYU_TRY(auto const id, registry::path_id(request, not_found));
    KUNYU_TRY(auto const version, identity::expected_version_if_given(request));
    KUNYU_TRY(auto const input, registry::read_body(request, read_suggestion_step));
    KUNYU_TRY(auto const suggestion, suggestions.answer(tx, caller, SuggestionId{id}, version, input));
    return answer(suggestions, tx, caller, 200, suggestion);
}

}  // namespace

void add_suggestion_routes(http::Router& router, identity::Gate const& gate, SuggestionService const& suggestions) {
    using http::Method;
    gate.read(router, Method::get, "/api/v1/suggestions", registry::reading_route("suggestion.read"),
              [&suggestions](sql::Session& session, Caller const& caller, Request const& request) {
                  return list(suggestions, session, caller, request);
              });
    gate.read(router, Method::get, "/api/v1/suggestions/{id}", registry::reading_route("suggestion.read"),
              [&suggestions](sql::Session& session, Caller const& caller, Request const& request) {
                  return read(suggestions, session, caller, request);
              });
    gate.write(router, Method::post, "/api/v1/suggestions", registry::json_route("suggestion.give"),
               [&suggestions](sql::Tx& tx, Caller const& caller, Request const& request) {
                   return give(suggestions, tx, caller, request);
               });
    gate.write(router, Method::post, "/api/v1/suggestions/{id}/steps", registry::json_route("suggestion.decide"),
               [&suggestions](sql::Tx& tx, Caller const& caller, Request const& request) {
                   return step(suggestions, tx, caller, request);
               });
}

}  // namespace kunyu::programme
