#pragma once
#include "programme/plan.hpp"
#include "sql/database.hpp"

#include <map>
#include <optional>
#include <string_view>
#include <vector>

namespace kunyu::programme {

/// The end of what has no end yet, in the derived tables: the greatest 32-bit day.
inline constexpr base::Day open_end{0x7fffffff};

// Reading. `day`: what was known at its end.

/// By id or slug.
std::optional<PlanId> find_plan(sql::Session& session, std::string_view key);
std::optional<Plan> load_plan(sql::Session& session, PlanId id, base::Day day);
std::vector<Plan> list_plans(sql::Session& session, base::Day day);
/// All tasks of the plan with units, targets and milestones, by their numbers.
std::vector<Task> load_tasks(sql::Session& session, Plan const& plan, base::Day day);
/// Of the tasks of all these plans only what their lights depend on: number, control number, units, milestones. In no
/// order.
std::vector<Task> load_task_facts(sql::Session& session, std::vector<Plan> const& plans, base::Day day);
std::optional<Task> load_task(sql::Session& session, TaskId id, base::Day day);
/// How many reports on the plan are samples.
std::int64_t count_samples(sql::Session& session, PlanId plan);
std::optional<TaskId> find_task(sql::Session& session, PlanId plan, std::int64_t number);
/// The plan of a task.
std::optional<PlanId> plan_of(sql::Session& session, TaskId task);
std::optional<Milestone> load_milestone(sql::Session& session, MilestoneId id, base::Day day);
std::vector<MilestoneDue> load_dues(sql::Session& session, MilestoneId id);

struct Revision {
    std::int64_t id = 0;
    PlanId plan;
    std::string subject_kind;  ///< plan, task, milestone
    std::int64_t subject = 0;
    std::string subject_label;
    base::Instant at;
    identity::AccountId account;
    std::string by_name;
    std::string reason;
    boost::json::value before;
    boost::json::value after;
};
struct RevisionPage {
    std::vector<Revision> items;
    std::optional<std::string> next;
};
/// The latest first.
base::Result<RevisionPage> list_revisions(sql::Session& session, PlanId plan, std::optional<std::string> const& cursor,
                                          int limit);

// Writing. None of these checks rules or writes the audit record.

void insert_plan(sql::Tx& tx, Plan const& plan);
void update_plan(sql::Tx& tx, Plan const& plan);
/// In place of one of the same day.
void set_setting(sql::Tx& tx, PlanId plan, PlanSetting const& setting);
/// The English name of a section of the plan.
void set_section_name(sql::Tx& tx, PlanId plan, std::string const& section, std::string const& english);
void insert_task(sql::Tx& tx, Task const& task);
/// The task's own columns, goals, units and targets; not its milestones.
void update_task(sql::Tx& tx, Task const& task);
void insert_milestone(sql::Tx& tx, PlanId plan, Milestone const& milestone, MilestoneDue const& due);
void update_milestone(sql::Tx& tx, Milestone const& milestone);
void append_due(sql::Tx& tx, MilestoneId milestone, MilestoneDue const& due);
void insert_revision(sql::Tx& tx, Revision const& revision);
void remove_plan(sql::Tx& tx, PlanId id);

}  // namespace kunyu::programme
