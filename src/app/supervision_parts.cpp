#include "app/supervision_parts.hpp"

#include "programme/progress_routes.hpp"

namespace kunyu::app {

SupervisionParts::SupervisionParts(base::IdGenerator& ids, inbox::Inbox const& inbox) : reports(ids, inbox) {}

void SupervisionParts::add_routes(http::Router& router, identity::Gate const& gate) const {
    programme::add_progress_routes(router, gate, reports);
}

void SupervisionParts::add_attachments(operations::Attachments& attachments) const {
    using identity::Caller;
    using sql::Session;
    attachments.add("progress_report", [this](Session& session, Caller const& caller, std::int64_t id) {
        return reports.find(session, caller, programme::ProgressReportId{id}).has_value();
    });
}

}  // namespace kunyu::app
