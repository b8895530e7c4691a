#include "app/portal_parts.hpp"

#include "portal/portal_routes.hpp"

namespace kunyu::app {

PortalParts::PortalParts(DataFolder& folder)
    : site(folder.configuration(), folder.clock(), KUNYU_VERSION), notices(folder.ids()) {
    portal::add_registry_kinds(search);
    portal::add_notice_kind(search, notices);
}

void PortalParts::add_routes(http::Router& router, identity::Gate const& gate) const {
    portal::add_api_routes(router, gate, notices, search, site);
    portal::add_page_routes(router, site);
}

void PortalParts::add_attachments(operations::Attachments& attachments) const {
    attachments.add("notice", [this](sql::Session& session, identity::Caller const& caller, std::int64_t id) {
        return notices.may_read(session, caller, {id});
    });
}

}  // namespace kunyu::app
