#include "registry/dossier_routes.hpp"

#include "registry/application_requests.hpp"

namespace kunyu::registry {

void add_dossier_routes(http::Router& router, identity::Gate const& gate, DossierService const& dossiers,
                        PlatformService const& platforms) {
    gate.read(router, http::Method::get, "/api/v1/platforms/{id}/dossier", reading_route("platform.dossier"),
              [&dossiers, &platforms](sql::Session& session, identity::Caller const& caller,
                                      http::Request const& request) -> base::Result<http::Response> {
                  KUNYU_TRY(auto const id, platforms.find(session, request.path_parameter("id")));
                  KUNYU_TRY(auto dossier, dossiers.assemble(session, caller, id, request.language));
                  return http::Response::download("application/zip", dossier.file_name, std::move(dossier.bytes));
              });
}

}  // namespace kunyu::registry
