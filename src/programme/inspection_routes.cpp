#include "programme/inspection_routes.hpp"

#include "base/words.hpp"
#include "programme/inspection_json.hpp"
#include "programme/register_input.hpp"
#include "registry/application_requests.hpp"

namespace kunyu::programme {
namespace {

using http::Request;
using http::Response;
using identity::Caller;

constexpr char const* not_found = "registers.inspection_not_found";

base::Result<Response> list(InspectionService const& inspections, sql::Session& session, Caller const& caller,
                            Request const& request) {
    InspectionQuery query;
    KUNYU_TRY(query.limit, registry::page_limit(request));
    KUNYU_TRY(query.plan, plan_parameter(session, request));
    KUNYU_TRY(query.unit, unit_parameter(session, request));
    KUNYU_TRY(query.demand, registry::number_parameter(request, "demand", 1, greatest_id));
    KUNYU_TRY(auto const state, word_parameter(request, "state", occasion_standings));
    if (state) query.standing = base::enumerator_of<OccasionStanding>(occasion_standings, *state);
    KUNYU_TRY(query.day, as_of_parameter(request, base::day_of(caller.now)));
    query.cursor = request.parameter("cursor");
    KUNYU_TRY(auto const page, inspections.list(session, caller, query));
    boost::json::array items;
    for (auto const& one : page.items)
        items.push_back(inspection_json(session, caller, inspections.desk(), one, query.day));
    return Response::json(200, boost::json::serialize(boost::json::object{{"items", std::move(items)},
                                                                          {"next", base::json_or_null(page.next)}}));
}

Response answer(InspectionService const& inspections, sql::Session& session, Caller const& caller, int status,
                Inspection const& inspection, std::optional<base::Day> day = std::nullopt) {
    auto const location = status == 201 ? "/api/v1/inspections/" + std::to_string(inspection.id.value) : std::string{};
    auto const body =
        inspection_json(session, caller, inspections.desk(), inspection, day.value_or(base::day_of(caller.now)));
    return registry::resource(status, body, inspection.entry.version, location);
}

base::Result<Response> read(InspectionService const& inspections, sql::Session& session, Caller const& caller,
                            Request const& request) {
    KUNYU_TRY(auto const id, registry::path_id(request, not_found));
    KUNYU_TRY(auto const day, as_of_parameter(request, base::day_of(caller.now)));
    KUNYU_TRY(auto const inspection, inspections.find(session, caller, InspectionId{id}));
    return answer(inspections, session, caller, 200, inspection, day);
}

base::Result<Response> create(InspectionService const& inspections, sql::Tx& tx, Caller const& caller,
                              Request const& request) {
    PlanId plan;
    KUNYU_TRY(auto const change, registry::read_body(request, [&](base::Reader& reader) {
                  plan = read_plan_key(tx, reader);
                  return read_inspection_change(tx, reader, true);
              }));
    KUNYU_TRY(auto const inspection, inspections.create(tx, caller, plan, change));
    return answer(inspections, tx, caller, 201, inspection);
}

base::Result<Response> edit(InspectionService const& inspections, sql::Tx& tx, Caller const& caller,
                            Request const& request) {
    KUNYU_TRY(auto const id, registry::path_id(request, not_found));
    KUNYU_TRY(auto const version, identity::expected_version(request));
    KUNYU_TRY(auto const change, registry::read_body(request, [&](base::Reader& reader) {
                  return read_inspection_change(tx, reader, false);
              }));
    KUNYU_TRY(auto const inspection, inspections.edit(tx, caller, InspectionId{id}, version, change));
    return answer(inspections, tx, caller, 200, inspection);
}

base::Result<Response> step(InspectionService const& inspections, sql::Tx& tx, Caller const& caller,
                            Request const& request) {
    KUNYU_TRY(auto const id, registry::path_id(request, not_found));
    KUNYU_TRY(auto const version, identity::expected_version_if_given(request));
    AssignmentId demand;
    KUNYU_TRY(auto const input, registry::read_body(request, [&](base::Reader& reader) {
                  demand = reader.id<AssignmentTag>("demand");
                  return read_assignment_step(reader);
              }));
    KUNYU_TRY(auto const inspection, inspections.take_step(tx, caller, InspectionId{id}, version, demand, input));
    return answer(inspections, tx, caller, 200, inspection);
}

}  // namespace

void add_inspection_routes(http::Router& router, identity::Gate const& gate, InspectionService const& inspections) {
    using http::Method;
    gate.read(router, Method::get, "/api/v1/inspections", registry::reading_route("inspection.read"),
              [&inspections](sql::Session& session, Caller const& caller, Request const& request) {
                  return list(inspections, session, caller, request);
              });
    gate.read(router, Method::get, "/api/v1/inspections/{id}", registry::reading_route("inspection.read"),
              [&inspections](sql::Session& session, Caller const& caller, Request const& request) {
                  return read(inspections, session, caller, request);
              });
    gate.write(router, Method::post, "/api/v1/inspections", registry::json_route("inspection.record"),
               [&inspections](sql::Tx& tx, Caller const& caller, Request const& request) {
                   return create(inspections, tx, caller, request);
               });
    gate.write(router, Method::patch, "/api/v1/inspections/{id}", registry::json_route("inspection.record"),
               [&inspections](sql::Tx& tx, Caller const& caller, Request const& request) {
                   return edit(inspections, tx, caller, request);
               });
    gate.write(router, Method::post, "/api/v1/inspections/{id}/steps", registry::json_route("inspection.step"),
               [&inspections](sql::Tx& tx, Caller const& caller, Request const& request) {
                   return step(inspections, tx, caller, request);
               });
}

}  // namespace kunyu::programme
