#pragma once
#include "programme/plan.hpp"
#include "programme/work_store.hpp"
#include "sql/database.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace kunyu::programme {

struct ProgressReportTag;
using ProgressReportId = base::Id<ProgressReportTag>;

/// What a unit says of a task for one reporting cycle.
struct ProgressReport {
    ProgressReportId id;
    PlanId plan;
    TaskId task;
    OrganisationId unit;
    Cycle cycle;
    base::Day cycle_end;
    std::int64_t version = 1;
    WorkState state = WorkState::draft;
    std::optional<std::int64_t> percent;  ///< of the whole task, 0 to 100
    std::optional<std::string> progress;
    std::optional<std::string> problems;
    std::optional<std::int64_t> money_fen;  ///< spent on the task in the cycle
    std::optional<std::string> fall_reason;
    std::vector<std::int64_t> begun;  ///< milestones under way
    std::vector<std::int64_t> files;
    std::optional<base::Instant> submitted_at;  ///< first
    bool late = false;                          ///< first submitted after it was due
    bool sample = false;
    identity::AccountId created_by;
    std::string created_by_name;
    base::Instant created_at;
    base::Instant updated_at;
};

struct ProgressQuery {
    std::optional<PlanId> plan;
    std::optional<TaskId> task;
    std::optional<OrganisationId> unit;
    std::optional<std::int64_t> year;
    std::optional<std::int64_t> cycle;
    std::optional<std::string> state;
    std::optional<bool> late;
    std::optional<std::string> cursor;
    int limit = 50;
};

struct ProgressPage {
    std::vector<ProgressReport> items;
    std::optional<std::string> next;
};

std::optional<ProgressReport> load_report(sql::Session& session, ProgressReportId id);
std::optional<ProgressReport> find_report(sql::Session& session, TaskId task, OrganisationId unit, Cycle cycle);
/// The unit's report on the latest cycle before the one that ends on the day.
std::optional<ProgressReport> report_before(sql::Session& session, TaskId task, OrganisationId unit,
                                            base::Day cycle_end);
std::vector<WorkEntry> load_report_steps(sql::Session& session, ProgressReportId id);
/// Within `reading`; drafts only within `writing`. The latest cycle first.
base::Result<ProgressPage> list_reports(sql::Session& session, ProgressQuery const& query,
                                        identity::Scope const& reading, identity::Scope const& writing);

void insert_report(sql::Tx& tx, ProgressReport const& report);
void update_report(sql::Tx& tx, ProgressReport const& report);
/// A submission keeps the report's percent and milestones.
void append_report_step(sql::Tx& tx, ProgressReport const& report, WorkEntry const& entry);

}  // namespace kunyu::programme
