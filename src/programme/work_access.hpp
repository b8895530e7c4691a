#pragma once
#include "audit/audit.hpp"
#include "identity/permissions.hpp"
#include "inbox/inbox.hpp"
#include "inbox/notifier.hpp"
#include "programme/answering.hpp"
#include "programme/plan.hpp"
#include "programme/work.hpp"
#include "sql/database.hpp"

#include <boost/json.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kunyu::programme {

/// What work of a unit is aimed at.
identity::Target target_of(OrganisationId unit);

/// The task with its plan as known today; programme.task_not_found.
struct TaskInPlan {
    Plan plan;
    Task task;
};
base::Result<TaskInPlan> task_in_plan(sql::Session& session, TaskId task, base::Day today);

/// supervision.unit_does_not_answer {unit}, at /unit.
base::Result<void> check_answers(sql::Session& session, Task const& task, OrganisationId unit);
/// The unit given, or the only one that answers for the task and for which the caller has the action;
/// supervision.which_unit where there are several, identity.not_permitted where there is none.
base::Result<OrganisationId> acting_unit(sql::Session& session, identity::Caller const& caller, Task const& task,
                                         std::optional<OrganisationId> given, std::string_view action);

/// A piece of work as the audit record and the inbox call it.
struct WorkSubject {
    std::string kind;  ///< "progress_report"
    std::int64_t id = 0;
    OrganisationId unit;
    Name name;          ///< "任务 12 … 2018Q1"
    std::string title;  ///< message of its title in the inbox, takes {name} and {unit}
    std::string link;   ///< where the workbench shows it
};

/// What happened to a piece of work, for the record.
struct WorkChange {
    std::string_view action;
    boost::json::value before;
    boost::json::value after;
    std::string reason = {};
};
void record_work(sql::Tx& tx, identity::Caller const& caller, WorkSubject const& subject, WorkChange change);

Name unit_name(sql::Session& session, OrganisationId unit);
/// The name of a task as people say it: its number and title.
Name task_name(Task const& task);
/// Its code and deliverable.
Name milestone_name(Milestone const& milestone);
inbox::Subject inbox_subject(WorkSubject const& subject);
/// The sentence `code` with the subject's {name} and {unit}.
inbox::Title work_title(sql::Session& session, std::string const& code, WorkSubject const& subject);
inbox::Title state_title(WorkState state);

/// What people are told in place of "a new to-do".
struct WorkNews {
    std::string kind;      ///< one of inbox::notification_kinds()
    std::string title;     ///< message, takes {name} and {unit}
    bool reminds = false;  ///< it says that the day is near
};
/// Opens a to-do of the action on the unit's work.
struct WorkTodo {
    std::string kind;
    std::string title;  ///< message
    std::string action;
    std::optional<base::Day> due = {};
    std::optional<identity::AccountId> not_for = {};
    std::optional<WorkNews> news = {};
};
/// What people are told of a piece of work: those named, or all who have the action for its unit.
struct WorkNotice {
    std::string kind;      ///< one of inbox::notification_kinds()
    std::string title;     ///< message, takes {name} and {unit}
    std::int64_t act = 0;  ///< tells the acts on one subject apart
    std::vector<identity::AccountId> to = {};
    std::optional<std::string> action = {};
};
/// Nobody is told without a notifier.
void tell(sql::Tx& tx, identity::Caller const& caller, inbox::Notifier const* notifier, WorkSubject const& subject,
          WorkNotice const& notice);

void open_todo(sql::Tx& tx, identity::Caller const& caller, inbox::Inbox const& inbox, WorkSubject const& subject,
               WorkTodo const& todo);

}  // namespace kunyu::programme
