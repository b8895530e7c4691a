#pragma once
#include "base/ids.hpp"
#include "http/router.hpp"
#include "identity/gate.hpp"
#include "operations/attachments.hpp"
#include "programme/milestone_calendar.hpp"
#include "programme/plan_service.hpp"
#include "programme/report_calendar.hpp"

namespace kunyu::app {

/// The services of plan supervision, each given what it asks of the others. Holds no state of its own; safe for all
/// threads.
class ProgrammeParts {
  public:
    explicit ProgrammeParts(base::IdGenerator& ids);
    ProgrammeParts(ProgrammeParts const&) = delete;
    ProgrammeParts& operator=(ProgrammeParts const&) = delete;

    void add_routes(http::Router& router, identity::Gate const& gate) const;
    /// Who may read the files of plans.
    void add_attachments(operations::Attachments& attachments) const;

    programme::PlanService plans;
    programme::MilestoneCalendar milestones;
    programme::ReportCalendar reports;
};

}  // namespace kunyu::app
