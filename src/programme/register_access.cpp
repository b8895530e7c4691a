#include "programme/register_access.hpp"

#include "audit/audit.hpp"
#include "programme/plan_store.hpp"

#include <utility>

namespace kunyu::programme {

void add_scope(sql::Where& where, identity::Scope const& scope, std::string const& organisations,
               std::string const& platform) {
    if (scope.everything) return;
    std::string text = "(0 = 1";
    std::vector<sql::Value> args;
    if (!scope.organisations.empty()) {
        text += " OR EXISTS (SELECT 1 FROM organisation_subtree s WHERE s.descendant IN (" + organisations +
                ") AND s.ancestor IN (" + sql::Where::marks(scope.organisations.size()) + "))";
        for (auto const organisation : scope.organisations) args.push_back(sql::to_value(organisation));
    }
    if (!platform.empty() && !scope.platforms.empty()) {
        text += " OR " + platform + " IN (" + sql::Where::marks(scope.platforms.size()) + ")";
        for (auto const id : scope.platforms) args.push_back(sql::to_value(id));
    }
    where.add_with(text + ")", std::move(args));
}

void record_change(sql::Tx& tx, identity::Caller const& caller, RegisterChange change) {
    auto const& organisations = change.target.organisations;
    change.subject.organisation = organisations.empty() ? 0 : organisations.front().value;
    auto entry = identity::audit_entry(tx, caller, change.action, std::move(change.subject), change.target);
    entry.before = std::move(change.before);
    entry.after = std::move(change.after);
    entry.reason = std::move(change.reason);
    audit::append(tx, entry);
}

base::Result<std::vector<TaskId>> tasks_of(sql::Session& session, PlanId plan,
                                           std::vector<std::int64_t> const& numbers) {
    base::Refusal refusal{"base.invalid_input", {}, {}};
    std::vector<TaskId> tasks;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        if (auto const task = find_task(session, plan, numbers[i]))
            tasks.push_back(*task);
        else
            refusal.fields.push_back(
                {"/tasks/" + std::to_string(i), "registers.unknown_task", {{"number", std::to_string(numbers[i])}}});
    }
    if (!refusal.fields.empty()) return refusal;
    return tasks;
}

base::Result<std::optional<TaskId>> task_of(sql::Session& session, PlanId plan, std::optional<std::int64_t> number) {
    if (!number) return std::optional<TaskId>{};
    auto const task = find_task(session, plan, *number);
    if (!task) return base::refuse_field("/task", "registers.unknown_task", {{"number", std::to_string(*number)}});
    return task;
}

base::Result<void> check_not_ahead(identity::Caller const& caller, base::Day day, std::string const& path) {
    auto const today = base::day_of(caller.now);
    if (day > today) return base::refuse_field(path, "registers.day_in_future", {{"today", base::to_string(today)}});
    return {};
}

}  // namespace kunyu::programme
