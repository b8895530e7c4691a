#pragma once
#include "programme/plan.hpp"
#include "programme/unit_plan_rules.hpp"
#include "programme/work_store.hpp"
#include "sql/database.hpp"

#include <boost/json.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace kunyu::programme {

struct UnitPlanTag;
using UnitPlanId = base::Id<UnitPlanTag>;

/// What a unit intends: for the whole plan (year 0, 推进方案), or for a year of it (年度计划).
struct UnitPlan {
    UnitPlanId id;
    PlanId plan;
    OrganisationId unit;
    std::int64_t year = 0;
    std::int64_t version = 1;
    WorkState state = WorkState::draft;
    std::optional<std::string> summary;
    std::vector<std::int64_t> files;
    std::vector<PlannedTask> tasks;
    std::optional<base::Instant> submitted_at;
    std::optional<base::Instant> accepted_at;  ///< of what is in force
    bool sample = false;
    identity::AccountId created_by;
    std::string created_by_name;
    base::Instant created_at;
    base::Instant updated_at;
};

struct UnitPlanQuery {
    PlanId plan;
    std::optional<OrganisationId> unit;
    std::optional<std::int64_t> year;
    std::optional<std::string> state;
    std::optional<std::string> cursor;
    int limit = 50;
};

struct UnitPlanPage {
    std::vector<UnitPlan> items;
    std::optional<std::string> next;
};

std::optional<UnitPlan> load_unit_plan(sql::Session& session, UnitPlanId id);
bool has_unit_plan(sql::Session& session, PlanId plan, OrganisationId unit, std::int64_t year);
std::vector<WorkEntry> load_unit_plan_steps(sql::Session& session, UnitPlanId id);
/// {cycle, summary, files, tasks}: what was accepted last and is in force while it is revised.
std::optional<boost::json::object> accepted_content(sql::Session& session, UnitPlanId id);
/// Percents that the unit's accepted plans of earlier years end with.
std::map<TaskId, std::int64_t> planned_before(sql::Session& session, PlanId plan, OrganisationId unit,
                                              std::int64_t year);
/// The latest year first; within `reading`, drafts only within `writing`.
base::Result<UnitPlanPage> list_unit_plans(sql::Session& session, UnitPlanQuery const& query,
                                           identity::Scope const& reading, identity::Scope const& writing);

void insert_unit_plan(sql::Tx& tx, UnitPlan const& plan);
void update_unit_plan(sql::Tx& tx, UnitPlan const& plan);
/// An acceptance keeps what was accepted.
void append_unit_plan_step(sql::Tx& tx, UnitPlanId id, WorkEntry const& entry,
                           std::optional<boost::json::object> const& content);

boost::json::array planned_tasks_json(std::vector<PlannedTask> const& tasks);

}  // namespace kunyu::programme
