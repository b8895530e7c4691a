#include "app/programme_parts.hpp"

#include "identity/permissions.hpp"
#include "programme/plan_routes.hpp"

namespace kunyu::app {

ProgrammeParts::ProgrammeParts(base::IdGenerator& ids) : plans(ids) {}

void ProgrammeParts::add_routes(http::Router& router, identity::Gate const& gate) const {
    programme::add_plan_routes(router, gate, plans);
    programme::add_standing_routes(router, gate);
    programme::add_document_routes(router, gate);
}

void ProgrammeParts::add_attachments(operations::Attachments& attachments) const {
    attachments.add("plan", [](sql::Session& session, identity::Caller const& caller, std::int64_t id) {
        return identity::may(session, caller, "plan.read", {}) &&
               session.first("SELECT 1 FROM plan WHERE id = ?", id).has_value();
    });
}

}  // namespace kunyu::app
