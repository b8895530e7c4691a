#include "app/supervision_parts.hpp"

#include "programme/evidence_routes.hpp"
#include "programme/extension_routes.hpp"
#include "programme/progress_routes.hpp"
#include "programme/report_sheet_routes.hpp"
#include "programme/slip_routes.hpp"
#include "programme/unit_plan_routes.hpp"

namespace kunyu::app {

SupervisionParts::SupervisionParts(base::IdGenerator& ids, inbox::Inbox const& inbox, inbox::Notifier const& notifier)
    : unit_plans(ids, inbox),
      reports(ids, inbox, &notifier),
      evidence(ids, inbox, &notifier),
      extensions(ids, inbox, &notifier),
      slips(ids, inbox, &notifier),
      supervision(ids, inbox, slips, &notifier) {}

void SupervisionParts::add_routes(http::Router& router, identity::Gate const& gate, files::Store const& files) const {
    programme::add_unit_plan_routes(router, gate, unit_plans);
    programme::add_progress_routes(router, gate, reports);
    programme::add_evidence_routes(router, gate, evidence);
    programme::add_extension_routes(router, gate, extensions);
    programme::add_slip_routes(router, gate, slips);
    programme::add_report_sheet_routes(router, gate, reports, files);
}

void SupervisionParts::add_jobs(jobs::Runner& runner, base::Clock const& clock) const {
    supervision.add_jobs(runner, clock);
}

void SupervisionParts::add_attachments(operations::Attachments& attachments) const {
    using identity::Caller;
    using sql::Session;
    attachments.add("unit_plan", [this](Session& session, Caller const& caller, std::int64_t id) {
        return unit_plans.find(session, caller, programme::UnitPlanId{id}).has_value();
    });
    attachments.add("progress_report", [this](Session& session, Caller const& caller, std::int64_t id) {
        return reports.find(session, caller, programme::ProgressReportId{id}).has_value();
    });
    attachments.add("milestone_evidence", [this](Session& session, Caller const& caller, std::int64_t id) {
        return evidence.find(session, caller, programme::EvidenceId{id}).has_value();
    });
    attachments.add("extension_request", [this](Session& session, Caller const& caller, std::int64_t id) {
        return extensions.find(session, caller, programme::ExtensionId{id}).has_value();
    });
    attachments.add("slip", [this](Session& session, Caller const& caller, std::int64_t id) {
        return slips.find(session, caller, programme::SlipId{id}).has_value();
    });
}

}  // namespace kunyu::app
