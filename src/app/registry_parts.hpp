#pragma once
#include "base/ids.hpp"
#include "http/router.hpp"
#include "identity/gate.hpp"
#include "inbox/inbox.hpp"
#include "operations/attachments.hpp"
#include "registry/annual_report_service.hpp"
#include "registry/application_service.hpp"
#include "registry/call_service.hpp"
#include "registry/dossier_service.hpp"
#include "registry/exit_plan_service.hpp"
#include "registry/platform_service.hpp"
#include "registry/readiness_service.hpp"

namespace kunyu::app {

/// The services of the registry, each given what it asks of the others. Holds no state of its own; safe for all
/// threads.
class RegistryParts {
  public:
    RegistryParts(base::IdGenerator& ids, inbox::Inbox const& inbox, files::Store const& files);
    RegistryParts(RegistryParts const&) = delete;
    RegistryParts& operator=(RegistryParts const&) = delete;

    void add_routes(http::Router& router, identity::Gate const& gate) const;
    /// Who may read the files of applications, calls, plans of exits and annual reports.
    void add_attachments(operations::Attachments& attachments) const;

    registry::RecordedExitPlans recorded_exit_plans;
    registry::StoredReadiness stored_readiness;
    registry::PlatformService platforms;
    registry::CallService calls;
    registry::ApplicationService applications;
    registry::ExitPlanService exit_plans;
    registry::ReadinessService readiness;
    registry::AnnualReportService annual_reports;
    registry::DossierService dossiers;
};

}  // namespace kunyu::app
