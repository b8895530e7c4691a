#include "programme/extension_routes.hpp"

#include "programme/extension_json.hpp"
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

using ExtensionResource = WorkResource<ExtensionService, Extension>;

base::Result<Response> list(ExtensionService const& service, sql::Session& session, Caller const& caller,
                            Request const& request) {
    identity::QueryReader reader(request);
    ExtensionQuery query;
    query.plan = plan_parameter(session, reader);
    query.state =
        state_parameter(reader, {WorkState::waiting, WorkState::approved, WorkState::refused, WorkState::withdrawn});
    query.limit = reader.limit();
    query.cursor = reader.cursor();
    KUNYU_TRY_VOID(reader.finish());
    KUNYU_TRY(auto const page, service.list(session, caller, query));
    auto references = references_of(session, caller);
    boost::json::array items;
    for (auto const& extension : page.items)
        items.push_back(extension_json(references, extension, service.offered(session, caller, extension)));
    return list_answer(std::move(items), page.next);
}

base::Result<Response> request_one(ExtensionResource const& work, sql::Tx& tx, Caller const& caller,
                                   Request const& request) {
    KUNYU_TRY(auto const milestone, path_id(request, "programme.milestone_not_found"));
    KUNYU_TRY(auto wanted, read_body(request, [&](base::Reader& reader) {
                  NewExtension extension;
                  extension.unit = registry::read_organisation(tx, reader, "unit");
                  extension.new_due = reader.day("new_due");
                  extension.reason = reader.text("reason", {1, 2000, true});
                  extension.files = read_files(reader);
                  return extension;
              }));
    wanted.milestone = MilestoneId{milestone};
    KUNYU_TRY(auto const extension, work.service().request(tx, caller, wanted));
    return work.answer(tx, caller, 201, extension);
}

}  // namespace

void add_extension_routes(http::Router& router, identity::Gate const& gate, ExtensionService const& extension) {
    ExtensionResource const work{extension, "/api/v1/extensions/", "supervision.extension_not_found", extension_json};
    work.add_to(router, gate, "progress.read", "extension.step",
                [](base::Reader& reader) { return read_step(reader, extension_transitions()); });
    gate.read(router, Method::get, "/api/v1/extensions", reading_route("progress.read"),
              [&extension](sql::Session& session, Caller const& caller, Request const& request) {
                  return list(extension, session, caller, request);
              });
    gate.write(router, Method::post, "/api/v1/milestones/{id}/extensions", json_route("extension.request"),
               [work](sql::Tx& tx, Caller const& caller, Request const& request) {
                   return request_one(work, tx, caller, request);
               });
}

}  // namespace kunyu::programme
