#pragma once
#include "http/router.hpp"
#include "identity/gate.hpp"
#include "identity/query.hpp"
#include "programme/plan.hpp"
#include "programme/work_json.hpp"
#include "registry/application_requests.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace kunyu::programme {

/// Query parameters that name things by id or by slug or number; a fault where there is no such thing.
std::optional<PlanId> plan_parameter(sql::Session& session, identity::QueryReader& query);
std::optional<TaskId> task_parameter(sql::Session& session, identity::QueryReader& query);
std::optional<OrganisationId> unit_parameter(sql::Session& session, identity::QueryReader& query);
std::optional<std::int64_t> number_of(identity::QueryReader& query, std::string_view name, std::int64_t min,
                                      std::int64_t max);
std::optional<std::string> state_parameter(identity::QueryReader& query, std::vector<WorkState> const& states);

/// {"items": [...], "next": …}
http::Response list_answer(boost::json::array items, std::optional<std::string> const& next);

References references_of(sql::Session& session, identity::Caller const& caller);

}  // namespace kunyu::programme
