#include "programme/unit_plan_routes.hpp"

#include "programme/plan_routes.hpp"
#include "programme/unit_plan_json.hpp"
#include "programme/work_requests.hpp"
#include "registry/reference_input.hpp"

#include <utility>

namespace kunyu::programme {
namespace {

using http::Method;
using http::Request;
using http::Response;
using identity::Caller;
using registry::json_route;
using registry::path_id;
using registry::read_body;
using registry::reading_route;

constexpr char const* not_found = "supervision.unit_plan_not_found";

base::Result<Response> list(UnitPlanService const& plans, sql::Session& session, Caller const& caller,
                            Request const& request) {
    KUNYU_TRY(auto const plan, plan_of_path(session, request, base::day_of(caller.now)));
    identity::QueryReader reader(request);
    UnitPlanQuery query;
    query.plan = plan.id;
    query.unit = unit_parameter(session, reader);
    query.year = number_of(reader, "year", 0, 2100);
    query.state =
        state_parameter(reader, {WorkState::draft, WorkState::submitted, WorkState::returned, WorkState::accepted});
    query.limit = reader.limit();
    query.cursor = reader.cursor();
    KUNYU_TRY_VOID(reader.finish());
    KUNYU_TRY(auto const page, plans.list(session, caller, query));
    auto references = references_of(session, caller);
    boost::json::array items;
    for (auto const& item : page.items) items.push_back(unit_plan_summary(references, item));
    return list_answer(std::move(items), page.next);
}

Response answer(UnitPlanService const& plans, sql::Session& session, Caller const& caller, int status,
                UnitPlan const& plan) {
    auto references = references_of(session, caller);
    auto const body = unit_plan_json(references, plan, plans.offered(session, caller, plan));
    auto const location = status == 201 ? "/api/v1/unit-plans/" + std::to_string(plan.id.value) : std::string{};
    return registry::resource(status, body, plan.version, location);
}

base::Result<Response> read(UnitPlanService const& plans, sql::Session& session, Caller const& caller,
                            Request const& request) {
    KUNYU_TRY(auto const id, path_id(request, not_found));
    KUNYU_TRY(auto const plan, plans.find(session, caller, UnitPlanId{id}));
    return answer(plans, session, caller, 200, plan);
}

base::Result<Response> create(UnitPlanService const& plans, sql::Tx& tx, Caller const& caller, Request const& request) {
    KUNYU_TRY(auto const of, plan_of_path(tx, request, base::day_of(caller.now)));
    KUNYU_TRY(auto wanted, read_body(request, [&](base::Reader& reader) {
                  NewUnitPlan plan;
                  plan.unit = registry::read_organisation(tx, reader, "unit");
                  plan.year = reader.integer("year", 0, 2100);
                  plan.change = read_unit_plan_change(reader);
                  return plan;
              }));
    wanted.plan = of.id;
    KUNYU_TRY(auto const plan, plans.create(tx, caller, wanted));
    return answer(plans, tx, caller, 201, plan);
}

base::Result<Response> edit(UnitPlanService const& plans, sql::Tx& tx, Caller const& caller, Request const& request) {
    KUNYU_TRY(auto const id, path_id(request, not_found));
    KUNYU_TRY(auto const version, identity::expected_version(request));
    KUNYU_TRY(auto const change, read_body(request, read_unit_plan_change));
    KUNYU_TRY(auto const plan, plans.edit(tx, caller, UnitPlanId{id}, version, change));
    return answer(plans, tx, caller, 200, plan);
}

base::Result<Response> step(UnitPlanService const& plans, sql::Tx& tx, Caller const& caller, Request const& request) {
    KUNYU_TRY(auto const id, path_id(request, not_found));
    KUNYU_TRY(auto const version, identity::expected_version_if_given(request));
    KUNYU_TRY(auto const input,
              read_body(request, [](base::Reader& reader) { return read_step(reader, unit_plan_transitions()); }));
    KUNYU_TRY(auto const plan, plans.take_step(tx, caller, UnitPlanId{id}, version, input));
    return answer(plans, tx, caller, 200, plan);
}

}  // namespace

void add_unit_plan_routes(http::Router& router, identity::Gate const& gate, UnitPlanService const& plans) {
    gate.read(router, Method::get, "/api/v1/plans/{plan}/unit-plans", reading_route("unit_plan.read"),
              [&plans](sql::Session& session, Caller const& caller, Request const& request) {
                  return list(plans, session, caller, request);
              });
    gate.write(router, Method::post, "/api/v1/plans/{plan}/unit-plans", json_route("unit_plan.write"),
               [&plans](sql::Tx& tx, Caller const& caller, Request const& request) {
                   return create(plans, tx, caller, request);
               });
    gate.read(router, Method::get, "/api/v1/unit-plans/{id}", reading_route("unit_plan.read"),
              [&plans](sql::Session& session, Caller const& caller, Request const& request) {
                  return read(plans, session, caller, request);
              });
    gate.write(router, Method::patch, "/api/v1/unit-plans/{id}", json_route("unit_plan.write"),
               [&plans](sql::Tx& tx, Caller const& caller, Request const& request) {
                   return edit(plans, tx, caller, request);
               });
    gate.write(router, Method::post, "/api/v1/unit-plans/{id}/steps", json_route("unit_plan.step"),
               [&plans](sql::Tx& tx, Caller const& caller, Request const& request) {
                   return step(plans, tx, caller, request);
               });
}

}  // namespace kunyu::programme
