#include "programme/evidence_routes.hpp"

#include "programme/evidence_json.hpp"
#include "programme/work_resource.hpp"

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

using EvidenceResource = WorkResource<EvidenceService, Evidence>;

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

base::Result<Response> hand_in(EvidenceResource const& work, sql::Tx& tx, Caller const& caller,
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
    KUNYU_TRY(auto const evidence, work.service().hand_in(tx, caller, wanted));
    return work.answer(tx, caller, 201, evidence);
}

}  // namespace

void add_evidence_routes(http::Router& router, identity::Gate const& gate, EvidenceService const& evidence) {
    EvidenceResource const work{evidence, "/api/v1/evidence/", "supervision.evidence_not_found", evidence_json};
    work.add_to(router, gate, "progress.read", "evidence.step",
                [](base::Reader& reader) { return read_step(reader, evidence_transitions()); });
    gate.read(router, Method::get, "/api/v1/tasks/{id}/evidence", reading_route("progress.read"),
              [&evidence](sql::Session& session, Caller const& caller, Request const& request) {
                  return list(evidence, session, caller, request);
              });
    gate.write(router, Method::post, "/api/v1/milestones/{id}/evidence", json_route("evidence.hand_in"),
               [work](sql::Tx& tx, Caller const& caller, Request const& request) {
                   return hand_in(work, tx, caller, request);
               });
}

}  // namespace kunyu::programme
