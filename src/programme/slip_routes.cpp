#include "programme/slip_routes.hpp"

#include "programme/slip_json.hpp"
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

using SlipResource = WorkResource<SlipService, Slip>;

base::Result<Response> list(SlipService const& slips, sql::Session& session, Caller const& caller,
                            Request const& request) {
    identity::QueryReader reader(request);
    SlipQuery query;
    query.plan = plan_parameter(session, reader);
    query.unit = unit_parameter(session, reader);
    query.state =
        state_parameter(reader, {WorkState::issued, WorkState::replied, WorkState::returned, WorkState::closed});
    query.level = reader.choice("level", {"blue", "orange", "red"});
    query.limit = reader.limit();
    query.cursor = reader.cursor();
    KUNYU_TRY_VOID(reader.finish());
    KUNYU_TRY(auto const page, slips.list(session, caller, query));
    auto references = references_of(session, caller);
    boost::json::array items;
    for (auto const& slip : page.items) items.push_back(slip_summary(references, slip));
    return list_answer(std::move(items), page.next);
}

base::Result<Response> issue(SlipResource const& work, sql::Tx& tx, Caller const& caller, Request const& request) {
    KUNYU_TRY(auto const wanted, read_body(request, [&](base::Reader& reader) {
                  NewSlip slip;
                  slip.task = reader.id<TaskTag>("task");
                  slip.unit = registry::read_organisation(tx, reader, "unit", true).value_or(OrganisationId{});
                  slip.demand = reader.text("demand", {1, 20'000, true});
                  slip.reply_due = reader.optional_day("reply_due");
                  slip.files = read_files(reader);
                  return slip;
              }));
    KUNYU_TRY(auto const slip, work.service().issue(tx, caller, wanted));
    return work.answer(tx, caller, 201, slip);
}

}  // namespace

void add_slip_routes(http::Router& router, identity::Gate const& gate, SlipService const& slips) {
    SlipResource const work{slips, "/api/v1/slips/", "supervision.slip_not_found", slip_json};
    work.add_to(router, gate, "slip.read", "slip.step", read_slip_step);
    gate.read(router, Method::get, "/api/v1/slips", reading_route("slip.read"),
              [&slips](sql::Session& session, Caller const& caller, Request const& request) {
                  return list(slips, session, caller, request);
              });
    gate.write(
        router, Method::post, "/api/v1/slips", json_route("slip.issue"),
        [work](sql::Tx& tx, Caller const& caller, Request const& request) { return issue(work, tx, caller, request); });
}

}  // namespace kunyu::programme
