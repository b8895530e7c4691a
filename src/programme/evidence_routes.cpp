#include "programme/evidence_routes.hpp"

#include "programme/evidence_json.hpp"
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

constexpr char const* not_found = "supervision.evidence_not_found";

base::Result<Response> list(EvidenceService const& service, sql::Session& session, Caller const& caller,
                            Request const& request) {
    KUNYU_TRY(auto const task, path_id(request, "programme.task_not_found"));
    identity::QueryReader reader(request);
    auto const limit = reader.limit();
    auto const cursor = reader.cursor();
    KUNYU_TRY_VOID(reader.finish());
    KUNYU_TRY(auto const page, service.list(session, caller, TaskId{task}, cursor, limit));
    auto references = references_of(session, caller);
    boost::json::array items;
    for (auto const& evidence : page.items)
        items.push_back(evidence_json(references, evidence, service.offered(session, caller, evidence)));
    return list_answer(std::move(items), page.next);
}

Response answer(EvidenceService const& service, sql::Session& session, Caller const& caller, int status,
                Evidence const& evidence) {
    auto references = references_of(session, caller);
    auto const body = evidence_json(references, evidence, service.offered(session, caller, evidence));
    auto const location = status == 201 ? "/api/v1/evidence/" + std::to_string(evidence.id.value) : std::string{};
    return registry::resource(status, body, evidence.version, location);
}

base::Result<Response> read(EvidenceService const& service, sql::Session& session, Caller const& caller,
                            Request const& request) {
    KUNYU_TRY(auto const id, path_id(request, not_found));
    KUNYU_TRY(auto const evidence, service.find(session, caller, EvidenceId{id}));
    return answer(service, session, caller, 200, evidence);
}

base::Result<Response> hand_in(EvidenceService const& service, sql::Tx& tx, Caller const& caller,
                               Request const& request) {
    KUNYU_TRY(auto const milestone, path_id(request, "programme.milestone_not_found"));
    KUNYU_TRY(auto wanted, read_body(request, [&](base::Reader& reader) {
                  NewEvidence evidence;
                  evidence.unit = registry::read_organisation(tx, reader, "unit");
                  evidence.statement = reader.text("statement", {1, 20'000, true});
                  evidence.files = read_files(reader);
                  return evidence;
              }));
    wanted.milestone = MilestoneId{milestone};
    KUNYU_TRY(auto const evidence, service.hand_in(tx, caller, wanted));
    return answer(service, tx, caller, 201, evidence);
}

base::Result<Response> step(EvidenceService const& service, sql::Tx& tx, Caller const& caller, Request const& request) {
    KUNYU_TRY(auto const id, path_id(request, not_found));
    KUNYU_TRY(auto const version, identity::expected_version_if_given(request));
    KUNYU_TRY(auto const input,
              read_body(request, [](base::Reader& reader) { return read_step(reader, evidence_transitions()); }));
    KUNYU_TRY(auto const evidence, service.take_step(tx, caller, EvidenceId{id}, version, input));
    return answer(service, tx, caller, 200, evidence);
}

}  // namespace

void add_evidence_routes(http::Router& router, identity::Gate const& gate, EvidenceService const& evidence) {
    gate.read(router, Method::get, "/api/v1/tasks/{id}/evidence", reading_route("progress.read"),
              [&evidence](sql::Session& session, Caller const& caller, Request const& request) {
                  return list(evidence, session, caller, request);
              });
    gate.write(router, Method::post, "/api/v1/milestones/{id}/evidence", json_route("evidence.hand_in"),
               [&evidence](sql::Tx& tx, Caller const& caller, Request const& request) {
                   return hand_in(evidence, tx, caller, request);
               });
    gate.read(router, Method::get, "/api/v1/evidence/{id}", reading_route("progress.read"),
              [&evidence](sql::Session& session, Caller const& caller, Request const& request) {
                  return read(evidence, session, caller, request);
              });
    gate.write(router, Method::post, "/api/v1/evidence/{id}/steps", json_route("evidence.step"),
               [&evidence](sql::Tx& tx, Caller const& caller, Request const& request) {
                   return step(evidence, tx, caller, request);
               });
}

}  // namespace kunyu::programme
