#pragma once
#include "identity/audit_entry.hpp"
#include "identity/permissions.hpp"
#include "programme/plan.hpp"
#include "sql/database.hpp"
#include "sql/filter.hpp"

#include <boost/json.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace kunyu::programme {

/// Rows of a list that the scope holds: one of the organisations that `organisations` selects (a subquery of ids)
/// stands in it, or the platform in the column `platform`, where there is one.
void add_scope(sql::Where& where, identity::Scope const& scope, std::string const& organisations,
               std::string const& platform = {});

/// A change of an entry, for the audit record.
struct RegisterChange {
    std::string_view action;
    identity::AuditSubject subject;  ///< its organisation is taken from the target
    identity::Target target;
    boost::json::value before = nullptr;
    boost::json::value after = nullptr;
    std::string reason = {};
};
void record_change(sql::Tx& tx, identity::Caller const& caller, RegisterChange change);

/// The tasks of the plan with these numbers; registers.unknown_task at /tasks/i.
base::Result<std::vector<TaskId>> tasks_of(sql::Session& session, PlanId plan,
                                           std::vector<std::int64_t> const& numbers);
/// As above for one that need not be named, at /task.
base::Result<std::optional<TaskId>> task_of(sql::Session& session, PlanId plan, std::optional<std::int64_t> number);

/// What is entered as having happened lies not after today: registers.day_in_future {today} at `path`.
base::Result<void> check_not_ahead(identity::Caller const& caller, base::Day day, std::string const& path);

}  // namespace kunyu::programme
