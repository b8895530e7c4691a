#include "programme/regulation_routes.hpp"

#include "programme/register_input.hpp"
#include "programme/regulation_json.hpp"
#include "registry/application_requests.hpp"

namespace kunyu::programme {
namespace {

using http::Request;
using http::Response;
using identity::Caller;

constexpr char const* not_found = "registers.regulation_not_found";

base::Result<RegulationQuery> query_of(sql::Session& session, Caller const& caller, Request const& request) {
    RegulationQuery query;
    KUNYU_TRY(query.limit, registry::page_limit(request));
    KUNYU_TRY(query.plan, plan_parameter(session, request));
    KUNYU_TRY(query.task, registry::number_parameter(request, "task", 1, greatest_task));
    KUNYU_TRY(auto const kind, word_parameter(request, "kind", regulation_kinds));
    if (kind) query.kind = parse_regulation_kind(*kind);
    KUNYU_TRY(auto const state, word_parameter(request, "state", regulation_states));
    if (state) query.state = parse_regulation_state(*state);
    KUNYU_TRY(query.in_force, registry::flag_parameter(request, "in_force"));
    KUNYU_TRY(query.day, as_of_parameter(request, base::day_of(caller.now)));
    query.cursor = request.parameter("cursor");
    return query;
}

base::Result<Response> list(RegulationService const& regulations, sql::Session& session, Caller const& caller,
                            Request const& request) {
    KUNYU_TRY(auto const query, query_of(session, caller, request));
    KUNYU_TRY(auto const page, regulations.list(session, caller, query));
    bool const with_drafts = sees_drafts(session, caller);
    boost::json::array items;
    for (auto const& one : page.items) items.push_back(regulation_json(session, one, with_drafts, query.day));
    boost::json::object body{{"items", std::move(items)}, {"next", base::json_or_null(page.next)}};
    return Response::json(200, boost::json::serialize(body));
}

Response answer(sql::Session& session, Caller const& caller, int status, Regulation const& regulation, base::Day day) {
    auto const location = status == 201 ? "/api/v1/regulations/" + std::to_string(regulation.id.value) : std::string{};
    auto const body = regulation_json(session, regulation, sees_drafts(session, caller), day);
    return registry::resource(status, body, regulation.entry.version, location);
}

base::Result<Response> read(RegulationService const& regulations, sql::Session& session, Caller const& caller,
                            Request const& request) {
    KUNYU_TRY(auto const id, registry::path_id(request, not_found));
    KUNYU_TRY(auto const day, as_of_parameter(request, base::day_of(caller.now)));
    KUNYU_TRY(auto const regulation, regulations.find(session, caller, RegulationId{id}, day));
    return answer(session, caller, 200, regulation, day);
}

base::Result<Response> create(RegulationService const& regulations, sql::Tx& tx, Caller const& caller,
                              Request const& request) {
    RegulationStart start;
    KUNYU_TRY(auto const change, registry::read_body(request, [&](base::Reader& reader) {
                  start = read_regulation_start(tx, reader);
                  return read_regulation_change(reader, true);
              }));
    KUNYU_TRY(auto const regulation, regulations.create(tx, caller, start, change));
    return answer(tx, caller, 201, regulation, base::day_of(caller.now));
}

base::Result<Response> edit(RegulationService const& regulations, sql::Tx& tx, Caller const& caller,
                            Request const& request) {
    KUNYU_TRY(auto const id, registry::path_id(request, not_found));
    KUNYU_TRY(auto const version, identity::expected_version(request));
    KUNYU_TRY(auto const change,
              registry::read_body(request, [](base::Reader& reader) { return read_regulation_change(reader, false); }));
    KUNYU_TRY(auto const regulation, regulations.edit(tx, caller, RegulationId{id}, version, change));
    return answer(tx, caller, 200, regulation, base::day_of(caller.now));
}

base::Result<Response> step(RegulationService const& regulations, sql::Tx& tx, Caller const& caller,
                            Request const& request) {
    KUNYU_TRY(auto const id, registry::path_id(request, not_found));
    KUNYU_TRY(auto const version, identity::expected_version_if_given(request));
    KUNYU_TRY(auto const input, registry::read_body(request, read_regulation_step));
    KUNYU_TRY(auto const regulation, regulations.take_step(tx, caller, RegulationId{id}, version, input));
    return answer(tx, caller, 200, regulation, base::day_of(caller.now));
}

}  // namespace

void add_regulation_routes(http::Router& router, identity::Gate const& gate, RegulationService const& regulations) {
    using http::Method;
    gate.read(router, Method::get, "/api/v1/regulations", registry::reading_route("regulation.read"),
              [&regulations](sql::Session& session, Caller const& caller, Request const& request) {
                  return list(regulations, session, caller, request);
              });
    gate.read(router, Method::get, "/api/v1/regulations/{id}", registry::reading_route("regulation.read"),
              [&regulations](sql::Session& session, Caller const& caller, Request const& request) {
                  return read(regulations, session, caller, request);
              });
    gate.write(router, Method::post, "/api/v1/regulations", registry::json_route("regulation.record"),
               [&regulations](sql::Tx& tx, Caller const& caller, Request const& request) {
                   return create(regulations, tx, caller, request);
               });
    gate.write(router, Method::patch, "/api/v1/regulations/{id}", registry::json_route("regulation.record"),
               [&regulations](sql::Tx& tx, Caller const& caller, Request const& request) {
                   return edit(regulations, tx, caller, request);
               });
    gate.write(router, Method::post, "/api/v1/regulations/{id}/steps", registry::json_route("regulation.record"),
               [&regulations](sql::Tx& tx, Caller const& caller, Request const& request) {
                   return step(regulations, tx, caller, request);
               });
}

}  // namespace kunyu::programme
