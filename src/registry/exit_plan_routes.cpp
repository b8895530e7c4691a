#include "registry/exit_plan_routes.hpp"

#include "base/text.hpp"
#include "registry/application_requests.hpp"
#include "registry/exit_plan_json.hpp"

namespace kunyu::registry {

namespace {

using http::Request;
using http::Response;
using identity::Caller;

constexpr char const* not_found = "workflow.exit_plan_not_found";

base::Result<std::optional<PlanStanding>> standing_parameter(Request const& request) {
    auto const raw = request.parameter("state");
    if (!raw) return std::optional<PlanStanding>{};
    for (auto const standing : {PlanStanding::open, PlanStanding::done, PlanStanding::late})
        if (to_string(standing) == *raw) return std::optional(standing);
    return base::refuse_field("state", "base.not_a_choice",
                              {{"value", base::clip(*raw, 50)}, {"choices", "open, done, late"}});
}

/// How a plan stands follows from the clock, so the filter works on the page: it may hold fewer than `limit`.
base::Result<Response> list(ExitPlanService const& plans, sql::Session& session, Caller const& caller,
                            Request const& request) {
    ExitPlanQuery query;
    KUNYU_TRY(query.limit, page_limit(request));
    KUNYU_TRY(query.category, text_parameter(request, "category", 64));
    query.cursor = request.parameter("cursor");
    KUNYU_TRY(auto const wanted, standing_parameter(request));
    KUNYU_TRY(auto const page, plans.list(session, caller, query));
    auto const today = base::day_of(caller.now);
    boost::json::array items;
    for (auto const& plan : page.items)
        if (!wanted || standing_of(plan.leaves, plan.done_on, today) == *wanted)
            items.push_back(exit_plan_json(session, plan, today));
    boost::json::object body{{"items", std::move(items)}, {"next", base::json_or_null(page.next)}};
    return Response::json(200, boost::json::serialize(body));
}

Response answer(sql::Session& session, Caller const& caller, int status, ExitPlan const& plan) {
    auto const location = status == 201 ? "/api/v1/exit-plans/" + std::to_string(plan.id.value) : std::string{};
    return resource(status, exit_plan_json(session, plan, base::day_of(caller.now)), plan.version, location);
}

}  // namespace

void add_exit_plan_routes(http::Router& router, identity::Gate const& gate, ExitPlanService const& plans) {
    using http::Method;
    gate.read(router, Method::get, "/api/v1/exit-plans", reading_route("exit_plan.read"),
              [&plans](sql::Session& session, Caller const& caller, Request const& request) {
                  return list(plans, session, caller, request);
              });
    gate.read(router, Method::get, "/api/v1/exit-plans/{id}", reading_route("exit_plan.read"),
              [&plans](sql::Session& session, Caller const& caller, Request const& request) -> base::Result<Response> {
                  KUNYU_TRY(auto const id, path_id(request, not_found));
                  KUNYU_TRY(auto const plan, plans.find(session, caller, ExitPlanId{id}));
                  return answer(session, caller, 200, plan);
              });
    gate.write(router, Method::post, "/api/v1/exit-plans", json_route("exit_plan.record"),
               [&plans](sql::Tx& tx, Caller const& caller, Request const& request) -> base::Result<Response> {
                   KUNYU_TRY(auto const given,
                             read_body(request, [&](base::Reader& reader) { return read_exit_plan(tx, reader); }));
                   KUNYU_TRY(auto const plan, plans.record(tx, caller, given));
                   return answer(tx, caller, 201, plan);
               });
}

}  // namespace kunyu::registry
