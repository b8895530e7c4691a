#include "programme/slip_routes.hpp"

#include "programme/slip_json.hpp"
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

constexpr char const* not_found = "supervision.slip_not_found";

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

Response answer(SlipService const& slips, sql::Session& session, Caller const& caller, int status, Slip const& slip) {
    auto references = references_of(session, caller);
    auto const body = slip_json(references, slip, slips.offered(session, caller, slip));
    auto const location = status == 201 ? "/api/v1/slips/" + std::to_string(slip.id.value) : std::string{};
    return registry::resource(status, body, slip.version, location);
}

base::Result<Response> read(SlipService const& slips, sql::Session& session, Caller const& caller,
                            Request const& request) {
    KUNYU_TRY(auto const id, path_id(request, not_found));
    KUNYU_TRY(auto const slip, slips.find(session, caller, SlipId{id}));
    return answer(slips, session, caller, 200, slip);
}

base::Result<Response> issue(SlipService const& slips, sql::Tx& tx, Caller const& caller, Request const& request) {
    KUNYU_TRY(auto const wanted, read_body(request, [&](base::Reader& reader) {
                  NewSlip slip;
                  slip.task = reader.id<TaskTag>("task");
                  slip.unit = registry::read_organisation(tx, reader, "unit", true).value_or(OrganisationId{});
                  slip.demand = reader.text("demand", {1, 20'000, true});
                  slip.reply_due = reader.optional_day("reply_due");
                  slip.files = read_files(reader);
                  return slip;
              }));
    KUNYU_TRY(auto const slip, slips.issue(tx, caller, wanted));
    return answer(slips, tx, caller, 201, slip);
}

base::Result<Response> step(SlipService const& slips, sql::Tx& tx, Caller const& caller, Request const& request) {
    KUNYU_TRY(auto const id, path_id(request, not_found));
    KUNYU_TRY(auto const version, identity::expected_version_if_given(request));
    KUNYU_TRY(auto const input, read_body(request, read_slip_step));
    KUNYU_TRY(auto const slip, slips.take_step(tx, caller, SlipId{id}, version, input));
    return answer(slips, tx, caller, 200, slip);
}

}  // namespace

void add_slip_routes(http::Router& router, identity::Gate const& gate, SlipService const& slips) {
    gate.read(router, Method::get, "/api/v1/slips", reading_route("slip.read"),
              [&slips](sql::Session& session, Caller const& caller, Request const& request) {
                  return list(slips, session, caller, request);
              });
    gate.read(router, Method::get, "/api/v1/slips/{id}", reading_route("slip.read"),
              [&slips](sql::Session& session, Caller const& caller, Request const& request) {
                  return read(slips, session, caller, request);
              });
    gate.write(router, Method::post, "/api/v1/slips", json_route("slip.issue"),
               [&slips](sql::Tx& tx, Caller const& caller, Request const& request) {
                   return issue(slips, tx, caller, request);
               });
    gate.write(router, Method::post, "/api/v1/slips/{id}/steps", json_route("slip.step"),
               [&slips](sql::Tx& tx, Caller const& caller, Request const& request) {
                   return step(slips, tx, caller, request);
               });
}

}  // namespace kunyu::programme
