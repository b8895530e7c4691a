#include "app/registry_parts.hpp"

#include "identity/permissions.hpp"
#include "registry/annual_report_routes.hpp"
#include "registry/application_routes.hpp"
#include "registry/call_routes.hpp"
#include "registry/category_routes.hpp"
#include "registry/dossier_routes.hpp"
#include "registry/exit_plan_routes.hpp"
#include "registry/layout_routes.hpp"
#include "registry/platform_routes.hpp"
#include "registry/readiness_routes.hpp"

namespace kunyu::app {

RegistryParts::RegistryParts(base::IdGenerator& ids, inbox::Inbox const& inbox, files::Store const& files)
    : stored_readiness(inbox),
      platforms(ids, recorded_exit_plans, stored_readiness),
      calls(ids),
      applications(ids, platforms, inbox),
      exit_plans(ids),
      readiness(platforms, inbox),
      annual_reports(ids, inbox),
      dossiers(platforms, files) {}

void RegistryParts::add_routes(http::Router& router, identity::Gate const& gate) const {
    registry::add_category_routes(router, gate);
    registry::add_platform_routes(router, gate, platforms);
    registry::add_layout_routes(router, gate);
    registry::add_call_routes(router, gate, calls);
    registry::add_application_routes(router, gate, applications);
    registry::add_exit_plan_routes(router, gate, exit_plans);
    registry::add_readiness_routes(router, gate, readiness, platforms);
    registry::add_annual_report_routes(router, gate, annual_reports);
    registry::add_dossier_routes(router, gate, dossiers, platforms);
}

void RegistryParts::add_attachments(operations::Attachments& attachments) const {
    using identity::Caller;
    using sql::Session;
    attachments.add("platform", [this](Session& session, Caller const& caller, std::int64_t id) {
        return identity::may(session, caller, "platform.read", {}) && platforms.platform(session, {id}).has_value();
    });
    attachments.add("call", [this](Session& session, Caller const& caller, std::int64_t id) {
        return calls.find(session, caller, registry::CallId{id}).has_value();
    });
    attachments.add("application", [this](Session& session, Caller const& caller, std::int64_t id) {
        return applications.find(session, caller, registry::ApplicationId{id}).has_value();
    });
    attachments.add("exit_plan", [this](Session& session, Caller const& caller, std::int64_t id) {
        return exit_plans.find(session, caller, registry::ExitPlanId{id}).has_value();
    });
    attachments.add("annual_report", [this](Session& session, Caller const& caller, std::int64_t id) {
        return annual_reports.find(session, caller, registry::AnnualReportId{id}).has_value();
    });
}

}  // namespace kunyu::app
