#include "programme/meeting_routes.hpp"

#include "base/words.hpp"
#include "programme/meeting_json.hpp"
#include "programme/register_input.hpp"
#include "registry/application_requests.hpp"

namespace kunyu::programme {
namespace {

using http::Request;
using http::Response;
using identity::Caller;

constexpr char const* not_found = "registers.meeting_not_found";

base::Result<Response> list(MeetingService const& meetings, sql::Session& session, Caller const& caller,
                            Request const& request) {
    MeetingQuery query;
    KUNYU_TRY(query.limit, registry::page_limit(request));
    KUNYU_TRY(query.plan, plan_parameter(session, request));
    KUNYU_TRY(query.unit, unit_parameter(session, request));
    KUNYU_TRY(query.action, registry::number_parameter(request, "action", 1, greatest_id));
    KUNYU_TRY(auto const state, word_parameter(request, "state", occasion_standings));
    if (state) query.standing = base::enumerator_of<OccasionStanding>(occasion_standings, *state);
    KUNYU_TRY(query.day, as_of_parameter(request, base::day_of(caller.now)));
    query.held_only = request.parameter("as_of").has_value();
    query.cursor = request.parameter("cursor");
    KUNYU_TRY(auto const page, meetings.list(session, caller, query));
    boost::json::array items;
    for (auto const& one : page.items) items.push_back(meeting_json(session, caller, meetings.desk(), one, query.day));
    return Response::json(200, boost::json::serialize(boost::json::object{{"items", std::move(items)},
                                                                          {"next", base::json_or_null(page.next)}}));
}

Response answer(MeetingService const& meetings, sql::Session& session, Caller const& caller, int status,
                Meeting const& meeting, std::optional<base::Day> day = std::nullopt) {
    auto const location = status == 201 ? "/api/v1/meetings/" + std::to_string(meeting.id.value) : std::string{};
    auto const body = meeting_json(session, caller, meetings.desk(), meeting, day.value_or(base::day_of(caller.now)));
    return registry::resource(status, body, meeting.entry.version, location);
}

base::Result<Response> read(MeetingService const& meetings, sql::Session& session, Caller const& caller,
                            Request const& request) {
    KUNYU_TRY(auto const id, registry::path_id(request, not_found));
    KUNYU_TRY(auto const day, as_of_parameter(request, base::day_of(caller.now)));
    KUNYU_TRY(auto const meeting, meetings.find(session, caller, MeetingId{id}));
    return answer(meetings, session, caller, 200, meeting, day);
}

base::Result<Response> create(MeetingService const& meetings, sql::Tx& tx, Caller const& caller,
                              Request const& request) {
    PlanId plan;
    KUNYU_TRY(auto const change, registry::read_body(request, [&](base::Reader& reader) {
                  plan = read_plan_key(tx, reader);
                  return read_meeting_change(tx, reader, true);
              }));
    KUNYU_TRY(auto const meeting, meetings.create(tx, caller, plan, change));
    return answer(meetings, tx, caller, 201, meeting);
}

base::Result<Response> edit(MeetingService const& meetings, sql::Tx& tx, Caller const& caller, Request const& request) {
    KUNYU_TRY(auto const id, registry::path_id(request, not_found));
    KUNYU_TRY(auto const version, identity::expected_version(request));
    KUNYU_TRY(auto const change, registry::read_body(request, [&](base::Reader& reader) {
                  return read_meeting_change(tx, reader, false);
              }));
    KUNYU_TRY(auto const meeting, meetings.edit(tx, caller, MeetingId{id}, version, change));
    return answer(meetings, tx, caller, 200, meeting);
}

base::Result<Response> step(MeetingService const& meetings, sql::Tx& tx, Caller const& caller, Request const& request) {
    KUNYU_TRY(auto const id, registry::path_id(request, not_found));
    KUNYU_TRY(auto const version, identity::expected_version_if_given(request));
    auto const action = base::parse_id_as<AssignmentTag>(request.path_parameter("action"));
    if (!action) return base::refuse("registers.assignment_not_found");
    KUNYU_TRY(auto const input, registry::read_body(request, read_assignment_step));
    KUNYU_TRY(auto const meeting, meetings.take_step(tx, caller, MeetingId{id}, version, *action, input));
    return answer(meetings, tx, caller, 200, meeting);
}

}  // namespace

void add_meeting_routes(http::Router& router, identity::Gate const& gate, MeetingService const& meetings) {
    using http::Method;
    gate.read(router, Method::get, "/api/v1/meetings", registry::reading_route("meeting.read"),
              [&meetings](sql::Session& session, Caller const& caller, Request const& request) {
                  return list(meetings, session, caller, request);
              });
    gate.read(router, Method::get, "/api/v1/meetings/{id}", registry::reading_route("meeting.read"),
              [&meetings](sql::Session& session, Caller const& caller, Request const& request) {
                  return read(meetings, session, caller, request);
              });
    gate.write(router, Method::post, "/api/v1/meetings", registry::json_route("meeting.record"),
               [&meetings](sql::Tx& tx, Caller const& caller, Request const& request) {
                   return create(meetings, tx, caller, request);
               });
    gate.write(router, Method::patch, "/api/v1/meetings/{id}", registry::json_route("meeting.record"),
               [&meetings](sql::Tx& tx, Caller const& caller, Request const& request) {
                   return edit(meetings, tx, caller, request);
               });
    gate.write(router, Method::post, "/api/v1/meetings/{id}/actions/{action}/steps",
               registry::json_route("meeting.step"),
               [&meetings](sql::Tx& tx, Caller const& caller, Request const& request) {
                   return step(meetings, tx, caller, request);
               });
}

}  // namespace kunyu::programme
