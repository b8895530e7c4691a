#include "programme/unit_plan_routes.hpp"

#include "programme/plan_routes.hpp"
#include "programme/unit_plan_json.hpp"
#include "programme/work_resource.hpp"

#include <utility>

namespace kunyu::programme {
namespace {

using http::Method;
using http::Request;
using http::Response;
using identity::Caller;
using registry::json_route;
using registry::read_body;
using registry::reading_route;

using UnitPlanResource = WorkResource<UnitPlanService, UnitPlan>;

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

base::Result<Response> create(UnitPlanResource const& work, sql::Tx& tx, Caller const& caller, Request const& request) {
    KUNYU_TRY(auto const of, plan_of_path(tx, request, base::day_of(caller.now)));
    KUNYU_TRY(auto wanted, read_body(request, [&](base::Reader& reader) {
                  NewUnitPlan plan;
                  plan.unit = registry::read_organisation(tx, reader, "unit");
                  plan.year = reader.integer("year", 0, 2100);
                  plan.change = read_unit_plan_change(reader);
                  return plan;
              }));
    wanted.plan = of.id;
    KUNYU_TRY(auto const plan, work.service().create(tx, caller, wanted));
    return work.answer(tx, caller, 201, plan);
}

}  // namespace

void add_unit_plan_routes(http::Router& router, identity::Gate const& gate, UnitPlanService const& plans) {
    UnitPlanResource const work{plans, "/api/v1/unit-plans/", "supervision.unit_plan_not_found", unit_plan_json};
    work.add_to(router, gate, "unit_plan.read", "unit_plan.step",
                [](base::Reader& reader) { return read_step(reader, unit_plan_transitions()); });
    gate.read(router, Method::get, "/api/v1/plans/{plan}/unit-plans", reading_route("unit_plan.read"),
              [&plans](sql::Session& session, Caller const& caller, Request const& request) {
                  return list(plans, session, caller, request);
              });
    gate.write(router, Method::post, "/api/v1/plans/{plan}/unit-plans", json_route("unit_plan.write"),
               [work](sql::Tx& tx, Caller const& caller, Request const& request) {
                   return create(work, tx, caller, request);
               });
    gate.write(router, Method::patch, "/api/v1/unit-plans/{id}", json_route("unit_plan.write"),
               [work](sql::Tx& tx, Caller const& caller, Request const& request) {
                   return work.edit(tx, caller, request, read_unit_plan_change);
               });
}

}  // namespace kunyu::programme
