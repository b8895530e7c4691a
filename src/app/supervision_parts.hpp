#pragma once
#include "base/ids.hpp"
#include "files/store.hpp"
#include "http/router.hpp"
#include "identity/gate.hpp"
#include "inbox/inbox.hpp"
#include "jobs/runner.hpp"
#include "operations/attachments.hpp"
#include "programme/evidence_service.hpp"
#include "programme/extension_service.hpp"
#include "programme/progress_service.hpp"
#include "programme/slip_service.hpp"
#include "programme/supervision.hpp"
#include "programme/unit_plan_service.hpp"

namespace kunyu::app {

/// The services of the work under plans: units' plans, reports, evidence, requests for more time, slips. Holds no state
/// of its own; safe for all threads.
class SupervisionParts {
  public:
    SupervisionParts(base::IdGenerator& ids, inbox::Inbox const& inbox, inbox::Notifier const& notifier);
    SupervisionParts(SupervisionParts const&) = delete;
    SupervisionParts& operator=(SupervisionParts const&) = delete;

    void add_routes(http::Router& router, identity::Gate const& gate, files::Store const& files) const;
    /// What time brings about.
    void add_jobs(jobs::Runner& runner, base::Clock const& clock) const;
    /// Who may read the files handed in.
    void add_attachments(operations::Attachments& attachments) const;

    programme::UnitPlanService unit_plans;
    programme::ProgressService reports;
    programme::EvidenceService evidence;
    programme::ExtensionService extensions;
    programme::SlipService slips;
    programme::Supervision supervision;
};

}  // namespace kunyu::app
