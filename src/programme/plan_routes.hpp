#pragma once
#include "http/router.hpp"
#include "identity/gate.hpp"
#include "programme/plan_service.hpp"

namespace kunyu::programme {

/// Plans, their tasks and milestones, and how they were changed. `plans` must outlive the router.
void add_plan_routes(http::Router& router, identity::Gate const& gate, PlanService const& plans);

/// GET /api/v1/plans/{plan}/standing and /api/v1/tasks/{id}/standing.
void add_standing_routes(http::Router& router, identity::Gate const& gate);

/// The supervision report of a plan and the dossier of a task as PDF and DOCX, the tasks as a sheet.
void add_document_routes(http::Router& router, identity::Gate const& gate);

/// The plan that {plan} names, as known on the day; programme.plan_not_found.
base::Result<Plan> plan_of_path(sql::Session& session, http::Request const& request, base::Day day);

}  // namespace kunyu::programme
